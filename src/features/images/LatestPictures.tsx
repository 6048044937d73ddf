import { useStore } from 'zustand';
import type { PictureLibrary } from '../../engine-client/picture-library.ts';
import type { StoredPicture } from '../../engine/images/picture-store.ts';
import { RegenerateIcon } from '../../ui/action-icons.ts';
import { Button } from '../../ui/Button.tsx';
import { PictureGrid, type PictureGridProps } from './gallery/PictureGrid.tsx';
import type { ImagesStore } from './images-store.ts';
import { Corrections } from './queue/Corrections.tsx';

interface LatestPicturesProps {
  store: ImagesStore;
  library: PictureLibrary;
  pictures: readonly StoredPicture[];
  menu: PictureGridProps['menu'];
  onOpen(picture: StoredPicture): void;
}

/** What the last request was answered with. */
export function LatestPictures({ store, library, pictures, menu, onOpen }: LatestPicturesProps) {
  const { run, corrections, lastSeconds, cached, drawAgain } = useStore(store);
  if (pictures.length === 0) return null;
  const isAllCached = cached !== null && cached.count >= pictures.length;
  return (
    <section aria-label="Latest" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p role="status" className="text-sm text-soft">
          {!isAllCached && describeLatest(pictures.length, lastSeconds)}
          {!isAllCached && cached && ' '}
          {cached && describeCached(cached.count, pictures.length)}
        </p>
        {cached && run.status === 'idle' && (
          <Button size="small" onClick={drawAgain}>
            <RegenerateIcon /> Draw again
          </Button>
        )}
      </div>
      {run.status === 'idle' && <Corrections corrections={corrections} />}
      <PictureGrid
        label="Latest pictures"
        library={library}
        pictures={pictures}
        size="large"
        menu={menu}
        onPress={onOpen}
      />
    </section>
  );
}

function describeLatest(count: number, seconds: number | null): string {
  const what = count === 1 ? 'The picture is done' : `${count} pictures are done`;
  return seconds === null ? `${what}.` : `${what}, in ${seconds.toFixed(1)} seconds.`;
}

function describeCached(cached: number, count: number): string {
  if (cached < count)
    return `Cached: ${cached} of them ${cached === 1 ? 'was' : 'were'} drawn before.`;
  return count === 1
    ? 'Cached: the same picture was drawn before, and is shown again.'
    : 'Cached: the same pictures were drawn before, and are shown again.';
}
