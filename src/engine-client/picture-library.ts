import { EngineError } from '../engine/errors.ts';
import type { PictureTexts } from '../engine/images/metadata/image-metadata.ts';
import type { ImageParameters } from '../engine/images/metadata/image-parameters.ts';
import type { PictureStore, StoredPicture } from '../engine/images/picture-store.ts';
import type { Tabs } from '../engine/tabs.ts';
import type { Observable } from './observable.ts';
import type { PictureCodec } from './picture-codec.ts';
import { createPictureImport } from './pictures/import-picture.ts';
import type { PictureLibraryState } from './pictures/library-state.ts';
import { createPictureUrls, type PictureUrls } from './pictures/picture-urls.ts';
import { createShownPictures, type ShownPictures } from './pictures/shown-pictures.ts';
import {
  createStoredPictures,
  type PictureNews,
  type StoredPictures,
} from './pictures/stored-pictures.ts';
import { completePicture, withoutFiles } from './pictures/whole-picture.ts';
import { UNDO_MS } from './undo-ms.ts';

/** The interface's view of the pictures on this device. */
export interface PictureLibrary {
  readonly state: Observable<PictureLibraryState>;
  /** Reads the store; call once. */
  restore(): Promise<void>;
  /** Keeps a picture that was made here, with its thumbnail. */
  add(file: Blob, parameters: ImageParameters, about?: PictureBeginnings): Promise<StoredPicture>;
  /**
   * Keeps a picture file from elsewhere, with what it tells about itself, as of the time when the
   * file was written; what cannot be read is in `importNotes`. Throws `invalid_request` for anything
   * but a picture, and what the store throws: the person still has the file.
   */
  importFile(file: File): Promise<StoredPicture>;
  readFile(id: string): Promise<Blob>;
  /** An address for an `<img>`, valid until the page ends or the picture is deleted. */
  openUrl(id: string, kind: 'file' | 'thumbnail'): Promise<string>;
  toggleFavourite(id: string): Promise<void>;
  /** Writes what somebody says about a picture; empty: nothing. */
  setNote(id: string, note: string): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  undoRemove(): Promise<void>;
  /** Tries once more to keep what the store did not take. */
  keepUnsaved(): Promise<void>;
  dismissProblem(): void;
  dismissImportNotes(): void;
}

/** What a picture that is added came from. */
export type PictureBeginnings = Pick<
  StoredPicture,
  'sourceId' | 'jobId' | 'origin' | 'drawingKeys'
>;

/** `readTexts` reads a file's metadata, by default in a worker. */
export function createPictureLibrary(
  store: PictureStore,
  codec: PictureCodec,
  tabs: Pick<Tabs<PictureNews>, 'tell' | 'listen'>,
  readTexts: (file: Blob) => Promise<PictureTexts> = readInWorker,
): PictureLibrary {
  const shown = createShownPictures();
  const urls = createPictureUrls();
  const stored = createStoredPictures({ store, tabs, shown, urls });

  /** Changes what is known of a picture, here and in the store. */
  async function alter(
    id: string,
    alterOne: (before: StoredPicture) => StoredPicture,
  ): Promise<void> {
    const before = shown.state.getState().pictures?.find((picture) => picture.id === id);
    if (!before) return;
    const after = alterOne(before);
    shown.change((pictures) => pictures.map((picture) => (picture.id === id ? after : picture)));
    await stored.update(after);
  }

  return {
    ...createRemoval(shown, stored, urls),
    state: shown.state,
    async restore() {
      try {
        await stored.readAll();
      } catch (thrown) {
        shown.change((pictures) => pictures);
        shown.report(thrown);
      }
    },
    async add(file, parameters, about = {}) {
      const { width, height } = parameters;
      const whole = await completePicture(codec, file, { parameters, width, height, ...about });
      const picture = withoutFiles(whole);
      urls.keep(picture.id, whole);
      shown.show(picture);
      await stored.put(whole);
      return picture;
    },
    importFile: createPictureImport({ codec, readTexts, shown, stored }),
    readFile: async (id) => (await stored.readFiles(id)).file,
    openUrl: (id, kind) => urls.open(id, kind, () => stored.readFiles(id)),
    toggleFavourite: (id) => alter(id, (one) => ({ ...one, isFavourite: !one.isFavourite })),
    setNote: (id, note) =>
      alter(id, ({ note: _before, ...one }) => ({ ...one, ...(note.trim() && { note }) })),
    async keepUnsaved() {
      shown.set({ problem: null });
      await stored.putUnsaved();
    },
    dismissProblem: () => shown.set({ problem: null }),
    dismissImportNotes: () => shown.set({ importNotes: [] }),
  };
}

function createRemoval(
  shown: ShownPictures,
  stored: StoredPictures,
  urls: PictureUrls,
): Pick<PictureLibrary, 'remove' | 'undoRemove'> {
  return {
    async remove(ids) {
      const wanted = new Set(ids);
      const chosen = shown.state.getState().pictures?.filter(({ id }) => wanted.has(id)) ?? [];
      const read = await Promise.allSettled(
        chosen.map(async (picture) => ({ ...picture, ...(await stored.readFiles(picture.id)) })),
      );
      const removed = read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      if (removed.length < chosen.length) shown.report(sayGone(chosen.length - removed.length));
      shown.change((pictures) => pictures.filter(({ id }) => !wanted.has(id)));
      shown.set({ removed });
      for (const id of ids) urls.revoke(id);
      await stored.remove(ids);
      setTimeout(() => {
        if (shown.state.getState().removed === removed) shown.set({ removed: [] });
      }, UNDO_MS);
    },
    async undoRemove() {
      const { removed } = shown.state.getState();
      shown.set({ removed: [] });
      shown.show(...removed.map(withoutFiles));
      await stored.put(...removed);
    },
  };
}

/** Of pictures that Undo cannot bring back: there was nothing left of them. */
function sayGone(count: number): EngineError {
  const what = count === 1 ? 'One of these pictures was' : `${count} of these pictures were`;
  return new EngineError(
    'not_supported',
    `${what} no longer stored in this browser, so Undo cannot bring ${count === 1 ? 'it' : 'them'} back.`,
  );
}

async function readInWorker(file: Blob): Promise<PictureTexts> {
  const { readPictureTexts } = await import('./picture-texts.ts');
  return readPictureTexts(file);
}
