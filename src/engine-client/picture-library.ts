import { EngineError } from '../engine/errors.ts';
import type { PictureTexts } from '../engine/images/metadata/image-metadata.ts';
import type { ImageParameters } from '../engine/images/metadata/image-parameters.ts';
import type { ReadNote } from '../engine/images/metadata/read-note.ts';
import type {
  PictureFiles,
  PictureStore,
  StoredPicture,
  WholePicture,
} from '../engine/images/picture-store.ts';
import { createObservable, type Observable } from './observable.ts';
import type { PictureCodec } from './picture-codec.ts';
import type { Tabs } from '../engine/tabs.ts';
import { UNDO_MS } from './undo-ms.ts';

/** What tabs tell each other about pictures on this device: these were added, changed or deleted. */
export interface PictureNews {
  type: 'pictures-change';
  ids: readonly string[];
}

export interface PictureLibraryState {
  /** Newest first; `null` until read, and at first those that fill a screen. */
  pictures: readonly StoredPicture[] | null;
  /** Deleted a moment ago and can still be restored. */
  removed: readonly WholePicture[];
  /** A write that failed. */
  problem: EngineError | null;
  /**
   * Ids of those that the store did not take: on the screen, and gone with it unless they are saved
   * as files.
   */
  unsaved: readonly string[];
  /** Imported files with unreadable parts. */
  importNotes: readonly ImportNote[];
}

/** What could not be read of a file that was taken in all the same. */
export interface ImportNote {
  fileName: string;
  notes: readonly ReadNote[];
  /** Why nothing was read at all. */
  error?: EngineError;
}

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

export const THUMBNAIL_SIDE = 384;

/** So many fill a screen, and are read before the others. */
const FIRST_COUNT = 120;

/** `readTexts` reads a file's metadata, by default in a worker. */
export function createPictureLibrary(
  store: PictureStore,
  codec: PictureCodec,
  tabs: Pick<Tabs<PictureNews>, 'tell' | 'listen'>,
  readTexts: (file: Blob) => Promise<PictureTexts> = readInWorker,
): PictureLibrary {
  const state = createObservable<PictureLibraryState>({
    pictures: null,
    removed: [],
    problem: null,
    unsaved: [],
    importNotes: [],
  });
  const urls = new Map<string, Promise<string>>();
  /** On the screen, but not in the store: it took them not yet, or not at all. */
  const unstored = new Map<string, WholePicture>();
  /** Off the screen, and the store is being told. */
  const leaving = new Set<string>();

  /** Writes, and notifies the other tabs. What cannot be stored is reported and stays on screen. */
  async function write(ids: readonly string[], work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      tabs.tell({ type: 'pictures-change', ids });
      return true;
    } catch (thrown) {
      report(thrown);
      return false;
    }
  }
  async function put(...pictures: readonly WholePicture[]): Promise<void> {
    const ids = pictures.map(({ id }) => id);
    for (const picture of pictures) unstored.set(picture.id, picture);
    if (await write(ids, () => store.put(...pictures))) for (const id of ids) unstored.delete(id);
    state.update((before) => ({ ...before, unsaved: [...unstored.keys()] }));
  }
  const readFiles = async (id: string): Promise<PictureFiles> =>
    unstored.get(id) ?? store.readFiles(id);
  /**
   * Shows what the store says of these pictures; those of them that it does not have are gone, unless
   * they were never stored.
   */
  function take(asked: readonly string[], stored: readonly StoredPicture[]): void {
    const found = new Set(stored.map(({ id }) => id));
    const gone = new Set(asked.filter((id) => !found.has(id) && !unstored.has(id)));
    for (const id of gone) revoke(id);
    change((pictures) => pictures.filter(({ id }) => !gone.has(id)));
    show(...stored.filter(({ id }) => !leaving.has(id)));
  }
  async function readAll(): Promise<void> {
    take([], await store.listNewest(FIRST_COUNT));
    const known = state.getState().pictures?.map(({ id }) => id) ?? [];
    take(known, await store.list());
  }
  /** Another tab that takes in thousands tells of each: what comes meanwhile is read together. */
  let reading: Promise<void> | undefined;
  const stale = new Set<string>();
  function reread(ids: readonly string[]): Promise<void> {
    for (const id of ids) stale.add(id);
    return (reading ??= (async () => {
      try {
        while (stale.size > 0) {
          const asked = [...stale];
          stale.clear();
          take(asked, await store.read(asked));
        }
      } finally {
        reading = undefined;
      }
    })());
  }
  tabs.listen(({ ids }) => void reread(ids).catch(() => undefined));

  const report = (thrown: unknown) =>
    state.update((before) => ({ ...before, problem: EngineError.from(thrown) }));
  const change = (update: (pictures: readonly StoredPicture[]) => readonly StoredPicture[]) =>
    state.update((before) => ({ ...before, pictures: update(before.pictures ?? []) }));
  const show = (...added: StoredPicture[]) =>
    change((pictures) => {
      const ids = new Set(added.map(({ id }) => id));
      const others = pictures.filter(({ id }) => !ids.has(id));
      return [...added, ...others].sort((a, b) => b.createdAt - a.createdAt);
    });

  const add = (file: Blob, parameters: ImageParameters, about: PictureBeginnings = {}) => {
    const { width, height } = parameters;
    return keep(file, { parameters, width, height, ...about });
  };

  /** Changes what is known of a picture, here and in the store. */
  async function alter(
    id: string,
    alterOne: (before: StoredPicture) => StoredPicture,
  ): Promise<void> {
    const before = state.getState().pictures?.find((picture) => picture.id === id);
    if (!before) return;
    const after = alterOne(before);
    change((pictures) => pictures.map((picture) => (picture.id === id ? after : picture)));
    const { file, thumbnail } = unstored.get(id) ?? {};
    if (file && thumbnail) return void unstored.set(id, { ...after, file, thumbnail });
    await write([id], () => store.update(after));
  }

  async function complete(file: Blob, known: KnownOfPicture): Promise<WholePicture> {
    return {
      id: crypto.randomUUID(),
      createdAt: Date.now(),
      sizeBytes: file.size,
      isFavourite: false,
      ...known,
      file,
      // Without memory for a small one, the picture itself is shown.
      thumbnail: await codec.makeThumbnail(file, THUMBNAIL_SIDE).catch(() => file),
    };
  }

  async function keep(file: Blob, known: KnownOfPicture): Promise<StoredPicture> {
    const whole = await complete(file, known);
    const { file: _file, thumbnail, ...picture } = whole;
    for (const [kind, blob] of [
      ['file', file],
      ['thumbnail', thumbnail],
    ] as const)
      urls.set(`${kind} ${picture.id}`, Promise.resolve(URL.createObjectURL(blob)));
    show(picture);
    await put(whole);
    return picture;
  }

  /** One after the other: each takes a decoded picture's memory, and a worker. */
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = last.then(work, work);
    last = next;
    return next;
  }

  /** It is read back from the store when it is shown: thousands leave nothing in memory. */
  async function importOne(file: File): Promise<StoredPicture> {
    const { width, height } = await codec.decode(file);
    const told = await tellOf(file);
    const unknown = Object.keys(UNKNOWN_PARAMETERS).filter((name) => !(name in told));
    const parameters = { ...UNKNOWN_PARAMETERS, width, height, ...told };
    const whole = await complete(file, {
      createdAt: Math.min(file.lastModified, Date.now()),
      width,
      height,
      parameters,
      ...(unknown.length > 0 ? { unknown } : {}),
    });
    await store.put(whole);
    tabs.tell({ type: 'pictures-change', ids: [whole.id] });
    const { file: _file, thumbnail: _thumbnail, ...picture } = whole;
    show(picture);
    return picture;
  }

  /** A picture whose texts cannot be read is still a picture. */
  async function tellOf(file: File): Promise<Partial<ImageParameters>> {
    const fileName = file.name;
    const note = (more: Omit<ImportNote, 'fileName'>) =>
      state.update((before) => ({
        ...before,
        importNotes: [...before.importNotes, { fileName, ...more }],
      }));
    try {
      const { read, notes } = await readTexts(file);
      if (notes.length > 0) note({ notes });
      return read?.parameters ?? {};
    } catch (thrown) {
      note({ notes: [], error: EngineError.from(thrown) });
      return {};
    }
  }

  function revoke(id: string): void {
    for (const kind of ['file', 'thumbnail']) {
      const url = urls.get(`${kind} ${id}`);
      urls.delete(`${kind} ${id}`);
      void url?.then(URL.revokeObjectURL, () => undefined);
    }
  }

  return {
    state,
    add,
    async restore() {
      try {
        await readAll();
      } catch (thrown) {
        change((shown) => shown);
        report(thrown);
      }
    },
    importFile: (file) => inTurn(() => importOne(file)),
    readFile: async (id) => (await readFiles(id)).file,
    openUrl(id, kind) {
      const key = `${kind} ${id}`;
      const known = urls.get(key);
      if (known) return known;
      const url = readFiles(id).then((files) => URL.createObjectURL(files[kind]));
      urls.set(key, url);
      url.catch(() => urls.delete(key));
      return url;
    },
    toggleFavourite: (id) => alter(id, (one) => ({ ...one, isFavourite: !one.isFavourite })),
    setNote: (id, note) =>
      alter(id, ({ note: _before, ...one }) => ({ ...one, ...(note.trim() && { note }) })),
    async remove(ids) {
      const wanted = new Set(ids);
      const chosen = state.getState().pictures?.filter(({ id }) => wanted.has(id)) ?? [];
      const read = await Promise.allSettled(
        chosen.map(async (picture) => ({ ...picture, ...(await readFiles(picture.id)) })),
      );
      const removed = read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      if (removed.length < chosen.length) report(sayGone(chosen.length - removed.length));
      change((pictures) => pictures.filter(({ id }) => !wanted.has(id)));
      state.update((before) => ({ ...before, removed }));
      for (const id of ids) {
        revoke(id);
        leaving.add(id);
      }
      for (const id of ids) unstored.delete(id);
      await write(ids, () => store.remove(ids));
      for (const id of ids) leaving.delete(id);
      setTimeout(
        () => state.update((now) => (now.removed === removed ? { ...now, removed: [] } : now)),
        UNDO_MS,
      );
    },
    async undoRemove() {
      const { removed } = state.getState();
      state.update((before) => ({ ...before, removed: [] }));
      show(...removed.map(({ file: _file, thumbnail: _thumbnail, ...picture }) => picture));
      await put(...removed);
    },
    async keepUnsaved() {
      state.update((before) => ({ ...before, problem: null }));
      await put(...unstored.values());
    },
    dismissProblem: () => state.update((before) => ({ ...before, problem: null })),
    dismissImportNotes: () => state.update((before) => ({ ...before, importNotes: [] })),
  };
}

/** What a picture that is added came from. */
export type PictureBeginnings = Pick<
  StoredPicture,
  'sourceId' | 'jobId' | 'origin' | 'drawingKeys'
>;

/** What is told of a picture that is added; without a time, it was made now. */
type KnownOfPicture = Omit<StoredPicture, 'id' | 'createdAt' | 'sizeBytes' | 'isFavourite'> & {
  createdAt?: number;
};

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

/** For a picture without metadata. */
export const UNKNOWN_PARAMETERS: Omit<ImageParameters, 'width' | 'height'> = {
  prompt: '',
  seed: 0,
  numInferenceSteps: 0,
  guidanceScale: 0,
  scheduler: '',
  model: '',
};
