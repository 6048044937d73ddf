import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { FavouriteIcon } from '../../../ui/action-icons.ts';
import { joinClasses } from '../../../ui/class-names.ts';
import { titlePicture } from './picture-titles.ts';
import { usePictureUrl } from './use-picture-url.ts';

interface PictureGridProps {
  label: string;
  library: PictureLibrary;
  pictures: readonly StoredPicture[];
  /** Larger cells, for a few pictures. */
  isLarge?: boolean;
  /** Ids that are chosen; without it, pressing opens. */
  chosen?: ReadonlySet<string> | undefined;
  onPress(picture: StoredPicture): void;
  /** Before the first picture, such as one that is being drawn. */
  children?: ReactNode;
}

/** Pictures side by side. */
export function PictureGrid({ label, library, pictures, isLarge, chosen, onPress, children }: PictureGridProps) {
  return (
    <ul
      aria-label={label}
      className={joinClasses(
        'grid gap-3',
        isLarge
          ? 'grid-cols-[repeat(auto-fill,minmax(min(16rem,100%),1fr))]'
          : 'grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))]',
      )}
    >
      {children}
      {pictures.map((picture) => (
        <li key={picture.id}>
          <PictureTile
            library={library}
            picture={picture}
            kind={isLarge ? 'file' : 'thumbnail'}
            isChosen={chosen?.has(picture.id)}
            onPress={() => onPress(picture)}
          />
        </li>
      ))}
    </ul>
  );
}

interface PictureTileProps {
  library: PictureLibrary;
  picture: StoredPicture;
  kind: 'file' | 'thumbnail';
  isChosen: boolean | undefined;
  onPress(): void;
}

function PictureTile({ library, picture, kind, isChosen, onPress }: PictureTileProps) {
  const url = usePictureUrl(library, picture.id, kind);
  const title = titlePicture(picture);
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
      {picture.isFavourite && (
        <FavouriteIcon
          className="absolute top-2 right-2 size-4 fill-current text-accent drop-shadow"
          role="img"
          aria-label="Favourite"
        />
      )}
      {isChosen && (
        <Check className="absolute top-2 left-2 size-5 rounded-full bg-accent p-0.5 text-accent-ink" aria-hidden />
      )}
    </button>
  );
}
