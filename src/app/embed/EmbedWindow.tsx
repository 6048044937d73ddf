import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import { listenForRequests } from '../api/listen-for-requests.ts';
import { openAllowedSites } from '../api/open-allowed-sites.ts';
import { whenServed } from '../api/when-served.ts';
import { createStudio } from '../studio.ts';
import { createEmbedWindow, type WindowState } from './embed-window.ts';

/** Nothing of it runs before the person has allowed the site. */
async function startStudio(onBlocked: () => void): Promise<void> {
  const studio = await createStudio(onBlocked);
  listenForRequests(studio);
  await whenServed(studio.serviceWorker);
}

const embedWindow = createEmbedWindow({ sites: openAllowedSites(), start: startStudio });

/** The small window in which a person allows another site to use the studio. */
export default function EmbedWindow() {
  const { state, allow, deny } = embedWindow;
  const shown = useStore(state);
  return (
    <main className="mx-auto flex h-full max-w-md flex-col justify-center gap-5 p-6">
      {shown.status === 'asking' ? (
        <Question site={shown.site} onAllow={allow} onDeny={deny} />
      ) : (
        <State state={shown} />
      )}
    </main>
  );
}

interface QuestionProps {
  site: string;
  onAllow(): void;
  onDeny(): void;
}

function Question({ site, onAllow, onDeny }: QuestionProps) {
  return (
    <>
      <h1 className="font-display text-2xl text-balance">
        Let <span className="break-all text-accent">{site}</span> use your models?
      </h1>
      <p className="text-soft">
        It can have them write, draw and speak on this device, and it sees their answers. It sees
        nothing of your conversations, pictures or readings. You can take this back in Settings.
      </p>
      <div className="flex flex-wrap gap-3">
        <Button kind="primary" onClick={onAllow}>
          Allow this site
        </Button>
        <Button onClick={onDeny}>Don’t allow</Button>
      </div>
    </>
  );
}

function State({ state }: { state: WindowState }) {
  return (
    <div role="status" className="flex flex-col gap-3">
      <h1 className="font-display text-2xl text-balance">{describeState(state)}</h1>
      {state.status === 'connected' && (
        <>
          <p className="text-soft">Keep this window open: it answers for the site.</p>
          <p className="text-sm text-faint">
            {crossOriginIsolated
              ? 'Models on the processor use several threads here.'
              : 'Models on the processor use one thread in this window. If a page of Triptych is open beside it, that one answers, with several.'}
          </p>
        </>
      )}
    </div>
  );
}

function describeState(state: WindowState): string {
  switch (state.status) {
    case 'connected':
      return `Connected to ${state.site}`;
    case 'starting':
      return 'Starting';
    case 'blocked':
      return 'Close the other tabs of Triptych: they run an older version.';
    case 'failed':
      return 'Triptych could not start here. Close this window and connect again.';
    case 'denied':
      return 'Not allowed. You can close this window.';
    default:
      return 'This window belongs to a frame of Triptych on another site.';
  }
}
