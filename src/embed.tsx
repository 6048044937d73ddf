import './ui/styles.css';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { createEmbedFrame } from './app/embed/embed-frame.ts';
import { WINDOW_HASH } from './app/embed/embed-messages.ts';
import { FrameScreen } from './app/embed/FrameScreen.tsx';

const EmbedWindow = lazy(() => import('./app/embed/EmbedWindow.tsx'));

function chooseScreen() {
  // At once: the site speaks as soon as the frame has loaded.
  return location.hash === WINDOW_HASH ? (
    <EmbedWindow />
  ) : (
    <FrameScreen frame={createEmbedFrame()} />
  );
}

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <Suspense fallback={null}>{chooseScreen()}</Suspense>
  </StrictMode>,
);
