import { lazy, Suspense } from 'react';
import type { StudioAction } from '../../engine/studio-actions.ts';
import type { Studio } from '../studio.ts';

const CommandPalette = lazy(() => import('./CommandPalette.tsx'));
const ShortcutSheet = lazy(() => import('./ShortcutSheet.tsx'));

/** What overlays the screens. */
export type Overlay = 'palette' | 'shortcuts' | 'device' | null;

interface OverlaysProps {
  studio: Studio;
  overlay: Overlay;
  onClose(): void;
  perform(action: StudioAction): void;
  openPicture(id: string): void;
}

export function Overlays({ studio, overlay, onClose, perform, openPicture }: OverlaysProps) {
  return (
    <Suspense fallback={null}>
      {overlay === 'palette' && (
        <CommandPalette
          studio={studio}
          onClose={onClose}
          perform={perform}
          openPicture={openPicture}
        />
      )}
      {overlay === 'shortcuts' && <ShortcutSheet onClose={onClose} />}
    </Suspense>
  );
}
