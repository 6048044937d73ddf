import { lazy, StrictMode, Suspense, type ReactNode } from 'react';
import { createEmbedFrame } from './embed-frame.ts';
import { WINDOW_HASH } from './embed-messages.ts';
import { FrameScreen } from './FrameScreen.tsx';

const EmbedWindow = lazy(() => import('./EmbedWindow.tsx'));

/** `embed.html`: in another site's frame, or the small window that the frame opens. */
export function startEmbed(root: { render(shown: ReactNode): void }): void {
  const screen =
    location.hash === WINDOW_HASH ? <EmbedWindow /> : <FrameScreen frame={createEmbedFrame()} />;
  root.render(
    <StrictMode>
      <Suspense fallback={null}>{screen}</Suspense>
    </StrictMode>,
  );
}
