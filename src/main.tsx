import './ui/styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { listenForRequests } from './app/api/listen-for-requests.ts';
import { App } from './app/App.tsx';
import { finishDeletion } from './app/data/delete-everything.ts';
import { ErrorBoundary } from './app/shell/ErrorBoundary.tsx';
import { StartFailed, WaitForTabs } from './app/shell/StartFailed.tsx';
import { createStudio, type Studio } from './app/studio.ts';

const root = createRoot(document.getElementById('root') as HTMLElement);

async function start(): Promise<void> {
  // The same program, so that the two share their files.
  if (location.pathname.endsWith('/embed.html'))
    return import('./app/embed/start-embed.tsx').then(({ startEmbed }) => startEmbed(root));
  if (await finishDeletion()) return;
  const studio = await createStudio(() => root.render(<WaitForTabs />));
  listenForRequests(studio);
  // The engines, for the console and for programs that drive the page: `for await (const event of
  // triptych.chat.generate(...))`.
  Object.assign(globalThis, { triptych: studio });
  root.render(
    <StrictMode>
      <ErrorBoundary onCrash={() => noteBreak(studio)}>
        <App studio={studio} />
      </ErrorBoundary>
    </StrictMode>,
  );
}

/** The open conversation may be what broke the screen. */
function noteBreak({ chatStore, openings }: Studio): void {
  const { openId } = chatStore.getState();
  if (openId !== null && location.hash.includes(openId)) openings.noteBreak(openId);
}

start().catch((thrown: unknown) => root.render(<StartFailed cause={thrown} />));
