import { X } from 'lucide-react';
import { useStore } from 'zustand';
import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import { describeError } from '../../../engine/error-sentences.ts';
import { UndoIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';

/** What was just deleted, and a way to have it back; or a write that failed. */
export function UndoNotice({ library }: { library: PictureLibrary }) {
  const { removed, problem } = useStore(library.state);
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-20 z-30 flex flex-col items-center gap-2 px-3 md:bottom-5">
      {removed.length > 0 && (
        <p role="status" className={NOTICE}>
          {removed.length === 1 ? 'The picture is deleted.' : `${removed.length} pictures are deleted.`}
          <Button size="small" onClick={() => void library.undoRemove()}>
            <UndoIcon /> Undo
          </Button>
        </p>
      )}
      {problem && (
        <p role="alert" className={NOTICE}>
          {describeError(problem).sentence}
          <IconButton label="Dismiss" onClick={library.dismissProblem}>
            <X />
          </IconButton>
        </p>
      )}
    </div>
  );
}

const NOTICE =
  'pointer-events-auto flex items-center gap-3 rounded-control border bg-raised py-2 pr-2 pl-4 text-sm shadow-float';
