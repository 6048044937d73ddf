import { X } from 'lucide-react';
import { useStore } from 'zustand';
import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import { describeError } from '../../../engine/error-sentences.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { SaveIcon, TryAgainIcon, UndoIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';

interface LibraryNoticesProps {
  library: PictureLibrary;
  onSave(pictures: readonly StoredPicture[]): void;
}

/**
 * What was just deleted, and a way to restore it; what the browser did not keep, and ways to keep
 * it.
 */
export function LibraryNotices({ library, onSave }: LibraryNoticesProps) {
  const { removed, problem, unsaved, pictures } = useStore(library.state);
  const unkept = pictures?.filter(({ id }) => unsaved.includes(id)) ?? [];
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-20 z-30 flex flex-col items-center gap-2 px-3 md:bottom-5">
      {removed.length > 0 && (
        <p role="status" className={NOTICE}>
          {removed.length === 1 ? 'Picture deleted.' : `${removed.length} pictures deleted.`}
          <Button size="small" onClick={() => void library.undoRemove()}>
            <UndoIcon /> Undo
          </Button>
        </p>
      )}
      {problem && (
        <div role="alert" className={NOTICE}>
          <p className="min-w-0 flex-1 basis-60">
            {describeError(problem).sentence}
            {unkept.length > 0 && ` ${describeUnkept(unkept.length)}`}
          </p>
          {unkept.length > 0 && (
            <>
              <Button size="small" onClick={() => void library.keepUnsaved()}>
                <TryAgainIcon /> Try again
              </Button>
              <Button size="small" kind="primary" onClick={() => onSave(unkept)}>
                <SaveIcon /> Save
              </Button>
            </>
          )}
          <IconButton label="Dismiss" onClick={library.dismissProblem}>
            <X />
          </IconButton>
        </div>
      )}
    </div>
  );
}

function describeUnkept(count: number): string {
  return count === 1
    ? 'The picture is kept only until you close this page.'
    : `${count} pictures are kept only until you close this page.`;
}

const NOTICE =
  'pointer-events-auto flex max-w-2xl flex-wrap items-center gap-x-3 gap-y-2 rounded-control border bg-raised py-2 pr-2 pl-4 text-sm shadow-float';
