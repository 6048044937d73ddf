import { ChevronDown, Redo2 } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { UndoIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { isUntouched, titleOf } from '../draft/new-project.ts';
import type { StudioStore } from '../store/studio-state.ts';
import { ProjectList } from './ProjectList.tsx';

/** Which set is on the screen, the others, and undo. */
export function ProjectBar({ store }: { store: StudioStore }) {
  const { project, projects, canUndo, canRedo, undo, redo, begin } = useStore(store);
  const [isOpen, setOpen] = useState(false);
  const listed = projects ?? [];
  return (
    <div className="flex min-w-0 flex-1 items-center gap-1">
      {listed.length > 0 && (
        <Button
          kind="quiet"
          size="small"
          aria-label={`Sets: ${titleOf(project)}`}
          onClick={() => setOpen(true)}
          className="min-w-0 shrink text-ink"
        >
          <span className="truncate">{titleOf(project)}</span>
          <ChevronDown className="text-faint" />
        </Button>
      )}
      {(canUndo || canRedo) && (
        <>
          <IconButton
            label="Undo"
            shortcut="Ctrl+Z"
            side="bottom"
            disabled={!canUndo}
            onClick={undo}
          >
            <UndoIcon />
          </IconButton>
          <IconButton
            label="Redo"
            shortcut="Ctrl+Shift+Z"
            side="bottom"
            disabled={!canRedo}
            onClick={redo}
          >
            <Redo2 />
          </IconButton>
        </>
      )}
      <Dialog isOpen={isOpen} onOpenChange={setOpen} title="Your sets">
        <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-5 py-4">
          <Button
            kind="primary"
            className="self-start"
            disabled={isUntouched(project)}
            onClick={() => {
              setOpen(false);
              void begin();
            }}
          >
            New set
          </Button>
          <ProjectList store={store} projects={listed} onOpened={() => setOpen(false)} />
        </div>
      </Dialog>
    </div>
  );
}
