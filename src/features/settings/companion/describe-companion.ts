import {
  hostOfCompanion,
  type CompanionState,
} from '../../../engine-client/companion/companion-state.ts';
import type { CompanionProblem } from '../../../engine/companion/companion-finding.ts';
import { COMPANION_TASKS, type CompanionTask } from '../../../engine/companion/companion-model.ts';

/** What was found, or what is wrong and what helps. `origin`: of this page. */
export function describeCompanion(state: CompanionState, origin: string): string {
  const host = hostOfCompanion(state);
  if (state.status === 'checking') return `Asking ${host}`;
  if (state.status === 'ready') return describeFound(state, host);
  return state.problem ? describeProblem(state.problem, host, origin) : '';
}

const SCREENS: Readonly<Record<CompanionTask, string>> = {
  chat: 'Chat',
  image: 'Images',
  speech: 'Speech',
};

function describeFound({ version, models, isOwn }: CompanionState, host: string): string {
  const place = isOwn ? 'This page comes from a companion' : `Connected to ${host}`;
  if (models.length === 0)
    return `${place} (version ${version}). It has only the models that are in this page anyway: put others into its models folder.`;
  const screens = COMPANION_TASKS.filter((each) => models.some(({ task }) => task === each)).map(
    (task) => SCREENS[task],
  );
  const count = models.length === 1 ? 'one model' : `${models.length} models`;
  return `${place} (version ${version}), which offers ${count}. Choose in ${new Intl.ListFormat('en').format(screens)}, under “On your companion”.`;
}

function describeProblem(problem: CompanionProblem, host: string, origin: string): string {
  switch (problem) {
    case 'unreachable':
      return `Nothing answers at ${host}. Check that the companion runs there and that the address is right. If the browser asks whether this page may reach devices on your network, allow it. This page keeps trying.`;
    case 'page-refused':
      return `A companion answers at ${host}, but it does not let pages of ${origin} in. Start it with TRIPTYCH_ORIGINS=${origin}, then check again.`;
    case 'mixed-content':
      return `This page came over https, and the browser does not let it ask ${host} over http. Give the companion an https address, or open Triptych from the companion itself.`;
    case 'page-policy':
      return `This page may not ask ${host} yet. It keeps trying; if that does not help, reload the page.`;
    case 'key-missing':
      return `The companion at ${host} wants a key. Whoever runs it makes one with “npm run -s server -- keys create NAME”.`;
    case 'key-refused':
      return `The companion at ${host} does not accept this key: it is mistyped, was revoked or has expired.`;
    case 'not-a-companion':
      return `Something answers at ${host}, but it is not a Triptych companion. Check the port, and the path if there is one.`;
    case 'a-tab':
      return `${host} is the API of a tab, which has the same models as this page. Give the address of “npm run server”.`;
    case 'other-version':
      return `The companion at ${host} is of another version, which this page does not understand. Update the older of the two.`;
  }
}
