import { useStore } from 'zustand';
import { hostOfCompanion } from '../../engine-client/companion/companion-state.ts';
import type { CompanionProblem } from '../../engine/companion/companion-finding.ts';
import type { StudioAction } from '../../engine/studio-actions.ts';
import { MenuChoice, MenuChoices, MenuHeading, MenuItem } from '../../ui/Menu.tsx';
import { chooseModel } from './choose-model.ts';
import type { ChosenTask } from './model-readiness.ts';
import type { Studio } from '../studio.ts';

interface CompanionChoicesProps {
  studio: Studio;
  task: ChosenTask;
  /** Id of the chosen model, wherever it is. */
  chosen: string;
  onAction(action: StudioAction): void;
}

/** The models of the companion, in a picker; while it is away, that it is. */
export function CompanionChoices({ studio, task, chosen, onAction }: CompanionChoicesProps) {
  const companion = useStore(studio.companion.state);
  const { status, problem, models } = companion;
  const ofTask = models.filter((model) => model.task === task);
  if (status === 'none' || (status === 'ready' && ofTask.length === 0)) return null;
  return (
    <>
      <MenuHeading>On your companion · {hostOfCompanion(companion)}</MenuHeading>
      {status === 'away' && (
        <MenuItem onSelect={() => onAction('open:settings')}>
          <span className="min-w-0 flex-1 text-danger">{describeAbsence(problem)}</span>
        </MenuItem>
      )}
      <MenuChoices value={chosen} onChange={(id) => chooseModel(studio, { id, task })}>
        {ofTask.map(({ id, title, home }) => (
          <MenuChoice key={id} value={id}>
            <span>
              {title}
              <span className="block text-xs text-faint">{describeHome(status, home)}</span>
            </span>
          </MenuChoice>
        ))}
      </MenuChoices>
    </>
  );
}

/** In a few words; Settings says the rest. */
function describeAbsence(problem: CompanionProblem | null): string {
  if (problem === 'unreachable') return 'Not reachable. Retrying automatically.';
  if (problem === 'key-missing' || problem === 'key-refused')
    return 'It wants a key: see Settings.';
  return 'It cannot be used: see Settings.';
}

function describeHome(status: string, home: string): string {
  if (status === 'away') return 'Not reachable';
  return home === 'local' ? 'Runs on your companion' : `Runs on ${home}, through your companion`;
}
