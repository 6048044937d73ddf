import { ImageIcon } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { StudioProject } from '../../../storage/studio/studio-project.ts';
import { CopyIcon, DeleteIcon, EditIcon } from '../../../ui/action-icons.ts';
import { DeletedNotice } from '../../../ui/DeletedNotice.tsx';
import { INPUT } from '../../../ui/Field.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { useBlobUrl } from '../../../ui/use-blob-url.ts';
import { useRowWindow } from '../../../ui/use-row-window.ts';
import { titleOf } from '../draft/new-project.ts';
import type { StudioStore } from '../store/studio-state.ts';

interface ProjectListProps {
  store: StudioStore;
  projects: readonly StudioProject[];
  onOpened?: () => void;
}

/** Sets to open, rename, copy or delete. */
export function ProjectList({ store, projects, onOpened }: ProjectListProps) {
  const removed = useStore(store, (state) => state.removed);
  const { undoRemove } = store.getState();
  const { ref, from, to, style } = useRowWindow(projects.length);
  return (
    <div className="flex flex-col gap-3">
      <ul ref={ref} style={style} aria-label="Sets" className="divide-y border-y">
        {projects.slice(from, to).map((project, index) => (
          <ProjectRow
            key={project.id}
            project={project}
            place={{ 'aria-setsize': projects.length, 'aria-posinset': from + index + 1 }}
            store={store}
            onOpened={onOpened}
          />
        ))}
      </ul>
      <DeletedNotice title={removed && titleOf(removed)} onUndo={() => void undoRemove()} />
    </div>
  );
}

interface ProjectRowProps {
  project: StudioProject;
  /** Among all sets, of which only some are mounted. */
  place: { 'aria-setsize': number; 'aria-posinset': number };
  store: StudioStore;
  onOpened: (() => void) | undefined;
}

function ProjectRow({ project, place, store, onOpened }: ProjectRowProps) {
  const { open, rename, duplicate, remove } = store.getState();
  const [isRenaming, setRenaming] = useState(false);
  const { id } = project;
  const title = titleOf(project);
  return (
    <li {...place} className="flex flex-wrap items-center justify-end gap-1 py-2">
      {isRenaming ? (
        <input
          aria-label={`New name of ${title}`}
          defaultValue={title}
          maxLength={80}
          autoFocus
          onFocus={({ target }) => target.select()}
          onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
          onBlur={({ target }) => {
            rename(id, target.value.trim());
            setRenaming(false);
          }}
          className={`${INPUT} min-w-0 flex-1`}
        />
      ) : (
        <button
          type="button"
          onClick={() => {
            void open(id);
            onOpened?.();
          }}
          className="flex min-w-0 flex-1 basis-full items-center gap-3 rounded-md p-1 text-left hover:bg-sunken sm:basis-0"
        >
          <Cover project={project} store={store} />
          <span className="min-w-0">
            <span className="block truncate text-sm font-medium">{title}</span>
            <span className="block text-xs text-faint">{describeProject(project)}</span>
          </span>
        </button>
      )}
      <IconButton label={`Rename ${title}`} onClick={() => setRenaming(true)}>
        <EditIcon />
      </IconButton>
      <IconButton
        label={`Duplicate ${title}`}
        onClick={() => {
          void duplicate(id);
          onOpened?.();
        }}
      >
        <CopyIcon />
      </IconButton>
      <IconButton label={`Delete ${title}`} kind="danger" onClick={() => void remove(id)}>
        <DeleteIcon />
      </IconButton>
    </li>
  );
}

function Cover({ project, store }: Pick<ProjectRowProps, 'project' | 'store'>) {
  const [image] = project.made.images;
  const url = useBlobUrl(image?.id ?? '', () => store.getState().readCover(project));
  return (
    <span className="flex size-11 shrink-0 items-center justify-center overflow-hidden rounded-md bg-sunken text-faint">
      {url ? (
        <img src={url} alt="" className="size-full object-cover" />
      ) : (
        <ImageIcon className="size-4" aria-hidden />
      )}
    </span>
  );
}

function describeProject({ made, updatedAt }: StudioProject): string {
  const count = made.images.length;
  const pictures =
    count === 0 ? 'Nothing drawn yet' : `${count} ${count === 1 ? 'picture' : 'pictures'}`;
  const day = new Date(updatedAt).toLocaleDateString('en', { day: 'numeric', month: 'short' });
  return `${pictures} · ${day}`;
}
