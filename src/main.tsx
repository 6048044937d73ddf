import './ui/styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { finishDeletion } from './app/data/delete-everything.ts';
import { ErrorBoundary } from './app/shell/ErrorBoundary.tsx';
import { StartFailed, WaitForTabs } from './app/shell/StartFailed.tsx';
import { createStudio, type Studio } from './app/studio.ts';

const root = createRoot(document.getElementById('root') as HTMLElement);

async function start(): Promise<void> {
  if (await finishDeletion()) return;
  const studio = await createStudio(() => root.render(<WaitForTabs />));
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
