import type {
  PictureFiles,
  PictureStore,
  StoredPicture,
  WholePicture,
} from '../../engine/images/picture-store.ts';
import type { Tabs } from '../../engine/tabs.ts';
import type { PictureUrls } from './picture-urls.ts';
import type { ShownPictures } from './shown-pictures.ts';

/** What tabs tell each other about pictures on this device: these were added, changed or deleted. */
export interface PictureNews {
  type: 'pictures-change';
  ids: readonly string[];
}

/**
 * The pictures in the store, kept in step with those on the screen and in other tabs. What cannot be
 * written is reported and stays on the screen.
 */
export interface StoredPictures {
  readAll(): Promise<void>;
  readFiles(id: string): Promise<PictureFiles>;
  put(...pictures: readonly WholePicture[]): Promise<void>;
  /** As `put`, but throws what the store throws. */
  putOrThrow(picture: WholePicture): Promise<void>;
  update(picture: StoredPicture): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  /** Tries once more to keep what the store did not take. */
  putUnsaved(): Promise<void>;
}

interface StoredOptions {
  store: PictureStore;
  tabs: Pick<Tabs<PictureNews>, 'tell' | 'listen'>;
  shown: ShownPictures;
  urls: PictureUrls;
}

/** So many fill a screen, and are read before the others. */
const FIRST_COUNT = 120;

export function createStoredPictures({ store, tabs, shown, urls }: StoredOptions): StoredPictures {
  /** On the screen, but not in the store: it took them not yet, or not at all. */
  const unstored = new Map<string, WholePicture>();
  /** Off the screen, and the store is being told. */
  const leaving = new Set<string>();

  async function write(ids: readonly string[], work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      tabs.tell({ type: 'pictures-change', ids });
      return true;
    } catch (thrown) {
      shown.report(thrown);
      return false;
    }
  }
  async function put(...pictures: readonly WholePicture[]): Promise<void> {
    const ids = pictures.map(({ id }) => id);
    for (const picture of pictures) unstored.set(picture.id, picture);
    if (await write(ids, () => store.put(...pictures))) for (const id of ids) unstored.delete(id);
    shown.set({ unsaved: [...unstored.keys()] });
  }
  /**
   * Shows what the store says of these pictures; those of them that it does not have are gone, unless
   * they were never stored.
   */
  function take(asked: readonly string[], stored: readonly StoredPicture[]): void {
    const found = new Set(stored.map(({ id }) => id));
    const gone = new Set(asked.filter((id) => !found.has(id) && !unstored.has(id)));
    for (const id of gone) urls.revoke(id);
    shown.change((pictures) => pictures.filter(({ id }) => !gone.has(id)));
    shown.show(...stored.filter(({ id }) => !leaving.has(id)));
  }
  const reread = createJointReading(async (ids) => take(ids, await store.read(ids)));
  tabs.listen(({ ids }) => void reread(ids).catch(() => undefined));

  return {
    put,
    async readAll() {
      take([], await store.listNewest(FIRST_COUNT));
      const known = shown.state.getState().pictures?.map(({ id }) => id) ?? [];
      take(known, await store.list());
    },
    readFiles: async (id) => unstored.get(id) ?? store.readFiles(id),
    async putOrThrow(picture) {
      await store.put(picture);
      tabs.tell({ type: 'pictures-change', ids: [picture.id] });
    },
    async update(picture) {
      const { id } = picture;
      const { file, thumbnail } = unstored.get(id) ?? {};
      if (file && thumbnail) return void unstored.set(id, { ...picture, file, thumbnail });
      await write([id], () => store.update(picture));
    },
    async remove(ids) {
      for (const id of ids) {
        leaving.add(id);
        unstored.delete(id);
      }
      await write(ids, () => store.remove(ids));
      for (const id of ids) leaving.delete(id);
    },
    putUnsaved: () => put(...unstored.values()),
  };
}

/** Another tab that takes in thousands tells of each: what comes meanwhile is read together. */
function createJointReading(
  read: (ids: readonly string[]) => Promise<void>,
): (ids: readonly string[]) => Promise<void> {
  let reading: Promise<void> | undefined;
  const stale = new Set<string>();
  async function readStale(): Promise<void> {
    try {
      while (stale.size > 0) {
        const asked = [...stale];
        stale.clear();
        await read(asked);
      }
    } finally {
      reading = undefined;
    }
  }
  return (ids) => {
    for (const id of ids) stale.add(id);
    return (reading ??= readStale());
  };
}
