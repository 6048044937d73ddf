import type { PictureStore } from '../engine/images/picture-store.ts';
import type { PictureCache } from '../engine/studio/cache/picture-cache.ts';

type OpenCache = () => Promise<Pick<PictureCache, 'forget'>>;

/** A gallery whose deleted pictures are deleted from the cache as well: nobody wants a copy left. */
export function forgetWithPictures(pictures: PictureStore, openCache: OpenCache): PictureStore {
  return {
    ...pictures,
    async remove(ids) {
      const read = await Promise.allSettled(ids.map((id) => pictures.readFiles(id)));
      await pictures.remove(ids);
      const files = read.flatMap((one) => (one.status === 'fulfilled' ? [one.value.file] : []));
      void forgetCached(files, openCache);
    },
  };
}

/** A cache that cannot be reached has nothing to offer either. */
export async function forgetCached(files: readonly Blob[], openCache: OpenCache): Promise<void> {
  if (files.length === 0) return;
  await openCache()
    .then(({ forget }) => forget(files))
    .catch(() => undefined);
}
