import { useStore } from 'zustand';
import type { Collection } from '../../../storage/collections.ts';
import { Checkbox } from '../../../ui/Checkbox.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { CollectionProblem } from './CollectionProblem.tsx';
import type { CollectionsStore } from './collections-store.ts';
import { NameForm } from './NameForm.tsx';

interface CollectionsDialogProps {
  store: CollectionsStore;
  /** Ids of the pictures that are put into collections; none: it is closed. */
  pictureIds: readonly string[];
  onClose(): void;
}

/** Puts pictures into collections and takes them out, as each box is ticked. */
export function CollectionsDialog({ store, pictureIds, onClose }: CollectionsDialogProps) {
  const { collections, create, add, takeOut } = useStore(store);
  return (
    <Dialog
      isOpen={pictureIds.length > 0}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={pictureIds.length > 1 ? `Collections of ${pictureIds.length} pictures` : 'Collections'}
    >
      <div className="flex flex-col gap-4 overflow-y-auto px-5 py-4">
        {collections && collections.length > 0 ? (
          <ul aria-label="Collections" className="flex flex-col gap-1">
            {collections.map((each) => {
              const share = shareOf(each, pictureIds);
              return (
                <li key={each.id}>
                  <Checkbox
                    label={share === 'some' ? `${each.name} (some of them)` : each.name}
                    isChecked={share === 'all'}
                    isMixed={share === 'some'}
                    onChange={(isIn) => void (isIn ? add : takeOut)(each.id, pictureIds)}
                  />
                </li>
              );
            })}
          </ul>
        ) : (
          <p className="text-sm text-soft">A collection holds pictures that belong together.</p>
        )}
        <NameForm
          label="New collection"
          action="Create and add"
          placeholder="Name of a new collection"
          onName={(name) => void create(name, pictureIds)}
        />
        <CollectionProblem store={store} />
      </div>
    </Dialog>
  );
}

/** How many of the pictures are in a collection. */
function shareOf(collection: Collection, pictureIds: readonly string[]): 'all' | 'some' | 'none' {
  const inside = new Set(collection.pictureIds);
  const count = pictureIds.filter((id) => inside.has(id)).length;
  if (count === 0) return 'none';
  return count === pictureIds.length ? 'all' : 'some';
}
