import { FolderPlus } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Collection } from '../../../storage/collections.ts';
import { DeleteIcon, EditIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { DeletedNotice } from '../../../ui/DeletedNotice.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { CollectionProblem } from './CollectionProblem.tsx';
import type { CollectionsStore } from './collections-store.ts';
import { countPictures } from './count-pictures.ts';
import { NameForm } from './NameForm.tsx';

interface CollectionBarProps {
  store: CollectionsStore;
  /** Of the pictures that are here. */
  pictureIds: ReadonlySet<string>;
  /** The one that is shown; `null`: all pictures are. */
  chosenId: string | null;
  onChoose(id: string | null): void;
}

/** Collections side by side, to be chosen, made, renamed and deleted. */
export function CollectionBar({ store, pictureIds, chosenId, onChoose }: CollectionBarProps) {
  const { collections, removed, undoRemove, create, rename, remove } = useStore(store);
  const [naming, setNaming] = useState<'new' | 'old' | null>(null);
  const chosen = collections?.find(({ id }) => id === chosenId);
  return (
    <div className="flex flex-col gap-2">
      <div role="group" aria-label="Collections" className="flex flex-wrap items-center gap-1.5">
        {(collections ?? []).length > 0 && (
          <Pill isChosen={!chosen} onPress={() => onChoose(null)}>
            All
          </Pill>
        )}
        {collections?.map((each) => (
          <Pill
            key={each.id}
            isChosen={each.id === chosenId}
            onPress={() => onChoose(each.id === chosenId ? null : each.id)}
          >
            <span className="max-w-48 truncate">{each.name}</span>
            <span className="text-xs text-faint tabular-nums">
              {countPictures(each, pictureIds)}
            </span>
          </Pill>
        ))}
        <Button size="small" kind="quiet" onClick={() => setNaming('new')}>
          <FolderPlus /> New collection
        </Button>
        {chosen && (
          <ChosenActions
            collection={chosen}
            onRename={() => setNaming('old')}
            onRemove={() => {
              onChoose(null);
              void remove(chosen.id);
            }}
          />
        )}
      </div>
      {naming === 'new' && (
        <NameForm
          label="Name of the collection"
          action="Create"
          onCancel={() => setNaming(null)}
          onName={(name) => {
            setNaming(null);
            void create(name, []);
          }}
        />
      )}
      {naming === 'old' && chosen && (
        <NameForm
          key={chosen.id}
          label={`New name of ${chosen.name}`}
          action="Rename"
          initial={chosen.name}
          onCancel={() => setNaming(null)}
          onName={(name) => {
            setNaming(null);
            void rename(chosen.id, name);
          }}
        />
      )}
      <DeletedNotice title={removed?.name ?? null} onUndo={() => void undoRemove()} />
      <CollectionProblem store={store} />
    </div>
  );
}

interface PillProps {
  isChosen: boolean;
  onPress(): void;
  children: React.ReactNode;
}

function Pill({ isChosen, onPress, children }: PillProps) {
  return (
    <Button
      size="small"
      aria-pressed={isChosen}
      className="max-w-full rounded-full aria-pressed:border-accent aria-pressed:bg-accent-wash aria-pressed:text-accent"
      onClick={onPress}
    >
      {children}
    </Button>
  );
}

interface ChosenActionsProps {
  collection: Collection;
  onRename(): void;
  onRemove(): void;
}

function ChosenActions({ collection: { name }, onRename, onRemove }: ChosenActionsProps) {
  return (
    <>
      <IconButton label={`Rename ${name}`} onClick={onRename}>
        <EditIcon />
      </IconButton>
      <IconButton label={`Delete ${name}; its pictures stay`} kind="danger" onClick={onRemove}>
        <DeleteIcon />
      </IconButton>
    </>
  );
}
