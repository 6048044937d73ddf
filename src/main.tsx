import './ui/styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { ErrorBoundary } from './app/shell/ErrorBoundary.tsx';
import { StartFailed } from './app/shell/StartFailed.tsx';
import { createStudio } from './app/studio.ts';

const root = createRoot(document.getElementById('root') as HTMLElement);

createStudio().then(
  (studio) => {
    // The engines, for the console and for programs that drive the page: `for await (const event of
    // triptych.chat.generate(...))`.
    Object.assign(globalThis, { triptych: studio });
    root.render(
      <StrictMode>
        <ErrorBoundary>
          <App studio={studio} />
        </ErrorBoundary>
      </StrictMode>,
    );
  },
  (thrown: unknown) => root.render(<StartFailed cause={thrown} />),
);
