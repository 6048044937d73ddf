import { FolderPlus } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { Button } from '../../../ui/Button.tsx';
import { CollectionsDialog } from './CollectionsDialog.tsx';
import type { CollectionsStore } from './collections-store.ts';

interface PictureCollectionsProps {
  store: CollectionsStore;
  picture: StoredPicture;
}

/** Which collections a picture is in, and the way into others. */
export function PictureCollections({ store, picture }: PictureCollectionsProps) {
  const { collections } = useStore(store);
  const [isOpen, setOpen] = useState(false);
  const own = collections?.filter(({ pictureIds }) => pictureIds.includes(picture.id)) ?? [];
  return (
    <section aria-label="Collections" className="flex flex-col items-start gap-1.5 text-sm">
      {own.length > 0 && (
        <>
          <h3 className="text-xs text-faint">In collections</h3>
          <p className="break-words">{own.map(({ name }) => name).join(', ')}</p>
        </>
      )}
      <Button size="small" onClick={() => setOpen(true)}>
        <FolderPlus /> {own.length > 0 ? 'Change collections' : 'Add to collection'}
      </Button>
      <CollectionsDialog
        store={store}
        pictureIds={isOpen ? [picture.id] : []}
        onClose={() => setOpen(false)}
      />
    </section>
  );
}
