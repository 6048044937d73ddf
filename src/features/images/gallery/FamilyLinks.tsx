import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { findFamily } from './picture-family.ts';
import { PictureGrid } from './PictureGrid.tsx';

interface FamilyLinksProps {
  picture: StoredPicture;
  /** All that there are. */
  pictures: readonly StoredPicture[];
  library: PictureLibrary;
  onOpen(id: string): void;
}

/** What a picture was made from and what was made from it, each to be opened. */
export function FamilyLinks({ picture, pictures, library, onOpen }: FamilyLinksProps) {
  const { origin, offspring } = findFamily(picture, pictures);
  if (!origin && offspring.length === 0) return null;
  const open = ({ id }: StoredPicture) => onOpen(id);
  return (
    <div className="flex flex-col gap-3 text-sm">
      {origin === 'deleted' && (
        <p className="text-soft">The picture this one was made from has been deleted.</p>
      )}
      {origin && origin !== 'deleted' && (
        <section aria-label="Made from" className="flex flex-col gap-1.5">
          <h3 className="text-xs text-faint">Made from</h3>
          <PictureGrid
            label="Made from"
            library={library}
            pictures={[origin]}
            size="small"
            onPress={open}
          />
        </section>
      )}
      {offspring.length > 0 && (
        <section aria-label="Made from this picture" className="flex flex-col gap-1.5">
          <h3 className="text-xs text-faint">Made from this picture</h3>
          <PictureGrid
            label="Made from this picture"
            library={library}
            pictures={offspring}
            size="small"
            onPress={open}
          />
        </section>
      )}
    </div>
  );
}
