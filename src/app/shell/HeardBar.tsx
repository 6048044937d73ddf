import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import type { Studio } from '../studio.ts';

const MiniPlayer = lazy(() => import('./MiniPlayer.tsx'));
const SavingSound = lazy(() => import('./SavingSound.tsx'));

/**
 * What is playing and what is being saved as sound, in bars below every screen, where they cover
 * nothing.
 */
export function HeardBar({ studio }: { studio: Studio }) {
  const heard = useStore(studio.heard.state);
  const saving = useStore(studio.soundSaver.state);
  return (
    <Suspense fallback={null}>
      {heard && <MiniPlayer heard={heard} sound={studio.heard} />}
      {saving.status !== 'idle' && (
        <SavingSound saving={saving} onCancel={studio.soundSaver.cancel} />
      )}
    </Suspense>
  );
}
