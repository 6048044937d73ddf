import { Check } from 'lucide-react';
import { useStore } from 'zustand';
import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { FavouriteIcon } from '../../../ui/action-icons.ts';
import { joinClasses } from '../../../ui/class-names.ts';
import { badgePicture } from './picture-family.ts';
import { titlePicture } from './picture-titles.ts';
import { usePictureUrl } from './use-picture-url.ts';

interface PictureTileProps {
  library: PictureLibrary;
  picture: StoredPicture;
  kind: 'file' | 'thumbnail';
  /** Whether it says what kind of picture it is. */
  hasMarks: boolean;
  isChosen: boolean | undefined;
  onPress(): void;
}

/** One picture to press, with the marks that it has. */
export function PictureTile({
  library,
  picture,
  kind,
  hasMarks,
  isChosen,
  onPress,
}: PictureTileProps) {
  const url = usePictureUrl(library, picture.id, kind);
  const isUnsaved = useStore(library.state, ({ unsaved }) => unsaved.includes(picture.id));
  const title = titlePicture(picture);
  const badge = isUnsaved ? 'Not saved' : badgePicture(picture);
  return (
    <button
      type="button"
      onClick={onPress}
      aria-pressed={isChosen}
      title={title}
      className={joinClasses(
        'relative block aspect-square w-full overflow-hidden rounded-control border bg-sunken transition-colors duration-150 hover:border-line-strong',
        isChosen && 'border-accent ring-2 ring-accent',
      )}
    >
      {url ? (
        <img src={url} alt={title} draggable={false} className="size-full object-contain" />
      ) : (
        <span className="sr-only">{title}</span>
      )}
      {picture.isFavourite && hasMarks && (
        <FavouriteIcon
          className="absolute top-2 right-2 size-4 fill-current text-accent drop-shadow"
          role="img"
          aria-label="Favourite"
        />
      )}
      {badge && hasMarks && (
        <span className="absolute bottom-1.5 left-1.5 rounded bg-raised/90 px-1.5 py-0.5 text-[0.6875rem] text-ink">
          {badge}
        </span>
      )}
      {isChosen && (
        <Check
          className="absolute top-2 left-2 size-5 rounded-full bg-accent p-0.5 text-accent-ink"
          aria-hidden
        />
      )}
    </button>
  );
}
