import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { joinClasses } from '../../../ui/class-names.ts';
import { useRowWindow } from '../../../ui/use-row-window.ts';
import { PictureMenu, type PictureMenuProps } from './PictureMenu.tsx';
import { PictureTile } from './PictureTile.tsx';

type GridSize = 'small' | 'normal' | 'large';

export interface PictureGridProps {
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
  const { ref, from, to, style } = useRowWindow(pictures.length);
  return (
    <ul ref={ref} style={style} aria-label={label} className={joinClasses('grid', COLUMNS[size])}>
      {pictures.slice(from, to).map((picture, index) => (
        <li
          key={picture.id}
          aria-setsize={pictures.length}
          aria-posinset={from + index + 1}
          className="relative"
        >
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
    </ul>
  );
}
