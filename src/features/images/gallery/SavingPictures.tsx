import { lazy, Suspense } from 'react';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import type { SaveDialogProps } from './SavePicturesDialog.tsx';

const SaveDialog = lazy(() => import('./SavePicturesDialog.tsx'));

interface SavingPicturesProps extends Pick<SaveDialogProps, 'library' | 'codec' | 'credentials'> {
  /** For which it was asked how to save them; none: nothing is shown. */
  saving: readonly StoredPicture[];
  setSaving(pictures: readonly StoredPicture[]): void;
}

/**
 * Asks how to save pictures, on any screen that shows some. Its dialog comes when it is asked for
 * first.
 */
export function SavingPictures({
  saving,
  setSaving,
  library,
  codec,
  credentials,
}: SavingPicturesProps) {
  if (saving.length === 0) return null;
  return (
    <Suspense fallback={null}>
      <SaveDialog
        library={library}
        codec={codec}
        credentials={credentials}
        pictures={saving}
        onClose={() => setSaving([])}
      />
    </Suspense>
  );
}
