import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { joinClasses } from '../../../ui/class-names.ts';
import { PictureMenu, type PictureMenuProps } from './PictureMenu.tsx';
import { PictureTile } from './PictureTile.tsx';
import { useGrowingCount } from './use-growing-count.ts';

type GridSize = 'small' | 'normal' | 'large';

interface PictureGridProps {
  label: string;
  library: PictureLibrary;
  pictures: readonly StoredPicture[];
  /** Large cells for a few pictures, small ones beside another picture. */
  size?: GridSize;
  /** Ids that are chosen; without it, pressing opens. */
  chosen?: ReadonlySet<string> | undefined;
  /** What each picture's menu does; without it there is none. */
  menu?: Omit<PictureMenuProps, 'picture'> | undefined;
  onPress(picture: StoredPicture): void;
}

const COLUMNS: Readonly<Record<GridSize, string>> = {
  small: 'grid-cols-[repeat(auto-fill,minmax(4.5rem,1fr))] gap-2',
  normal: 'grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-3',
  large: 'grid-cols-[repeat(auto-fill,minmax(min(16rem,100%),1fr))] gap-3',
};

/** Pictures side by side. */
export function PictureGrid({
  label,
  library,
  pictures,
  size = 'normal',
  chosen,
  menu,
  onPress,
}: PictureGridProps) {
  const { count, sentinel } = useGrowingCount(pictures.length);
  return (
    <ul aria-label={label} className={joinClasses('grid', COLUMNS[size])}>
      {pictures.slice(0, count).map((picture) => (
        <li key={picture.id} className="relative">
          <PictureTile
            library={library}
            picture={picture}
            kind={size === 'large' ? 'file' : 'thumbnail'}
            hasMarks={size !== 'small'}
            isChosen={chosen?.has(picture.id)}
            onPress={() => onPress(picture)}
          />
          {menu && !chosen && <PictureMenu picture={picture} {...menu} />}
        </li>
      ))}
      {count < pictures.length && (
        <li key={`from ${count}`} ref={sentinel} aria-hidden className="col-span-full h-px" />
      )}
    </ul>
  );
}
