import { EngineError } from '../engine/errors.ts';
import { readParameters } from '../engine/images/metadata/image-metadata.ts';
import type { ImageParameters } from '../engine/images/metadata/image-parameters.ts';
import type { PictureStore, StoredPicture, WholePicture } from '../engine/images/picture-store.ts';
import { createObservable, type Observable } from './observable.ts';
import type { PictureCodec } from './picture-codec.ts';

export interface PictureLibraryState {
  /** Newest first; `null` until read. */
  pictures: readonly StoredPicture[] | null;
  /** Deleted a moment ago and still to be had back. */
  removed: readonly WholePicture[];
  /** A write that failed. */
  problem: EngineError | null;
}

/** The interface's view of the pictures on this device. */
export interface PictureLibrary {
  readonly state: Observable<PictureLibraryState>;
  /** Reads the store; call once. */
  restore(): Promise<void>;
  /** Keeps a picture that was made here, with its thumbnail. */
  add(file: Blob, parameters: ImageParameters, sourceId?: string): Promise<StoredPicture>;
  /** Keeps a picture file from elsewhere, with what it tells about itself. Throws `invalid_request` for what is no picture. */
  importFile(file: Blob): Promise<StoredPicture>;
  readFile(id: string): Promise<Blob>;
  /** An address for an `<img>`, valid until the page ends or the picture is deleted. */
  openUrl(id: string, kind: 'file' | 'thumbnail'): Promise<string>;
  toggleFavourite(id: string): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  undoRemove(): Promise<void>;
  dismissProblem(): void;
}

const UNDO_MS = 8000;
export const THUMBNAIL_SIDE = 384;

export function createPictureLibrary(store: PictureStore, codec: PictureCodec): PictureLibrary {
  const state = createObservable<PictureLibraryState>({ pictures: null, removed: [], problem: null });
  const urls = new Map<string, Promise<string>>();

  const report = (thrown: unknown) => state.update((before) => ({ ...before, problem: EngineError.from(thrown) }));
  const change = (update: (pictures: readonly StoredPicture[]) => readonly StoredPicture[]) =>
    state.update((before) => ({ ...before, pictures: update(before.pictures ?? []) }));
  const show = (...added: StoredPicture[]) =>
    change((pictures) => [...added, ...pictures].sort((a, b) => b.createdAt - a.createdAt));

  async function add(file: Blob, parameters: ImageParameters, sourceId?: string): Promise<StoredPicture> {
    const picture: StoredPicture = {
      id: crypto.randomUUID(),
      createdAt: Date.now(),
      width: parameters.width,
      height: parameters.height,
      sizeBytes: file.size,
      parameters,
      isFavourite: false,
      ...(sourceId ? { sourceId } : {}),
    };
    const thumbnail = await codec.makeThumbnail(file, THUMBNAIL_SIDE);
    for (const [kind, blob] of [
      ['file', file],
      ['thumbnail', thumbnail],
    ] as const)
      urls.set(`${kind} ${picture.id}`, Promise.resolve(URL.createObjectURL(blob)));
    show(picture);
    // A picture that cannot be kept is still on the screen.
    await store.put({ ...picture, file, thumbnail }).catch(report);
    return picture;
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
        const pictures = await store.list();
        change((shown) => [...shown, ...pictures.filter(({ id }) => !shown.some((each) => each.id === id))]);
      } catch (thrown) {
        change((shown) => shown);
        report(thrown);
      }
    },
    async importFile(file) {
      const { width, height } = await codec.decode(file);
      const told = await readParameters(new Uint8Array(await file.arrayBuffer()));
      return add(file, { ...UNKNOWN, width, height, ...told?.parameters } as ImageParameters);
    },
    readFile: async (id) => (await store.readFiles(id)).file,
    openUrl(id, kind) {
      const key = `${kind} ${id}`;
      const known = urls.get(key);
      if (known) return known;
      const url = store.readFiles(id).then((files) => URL.createObjectURL(files[kind]));
      urls.set(key, url);
      url.catch(() => urls.delete(key));
      return url;
    },
    async toggleFavourite(id) {
      const before = state.getState().pictures?.find((picture) => picture.id === id);
      if (!before) return;
      const after = { ...before, isFavourite: !before.isFavourite };
      change((pictures) => pictures.map((picture) => (picture.id === id ? after : picture)));
      await store.update(after).catch(report);
    },
    async remove(ids) {
      const leaving = state.getState().pictures?.filter(({ id }) => ids.includes(id)) ?? [];
      const removed = await Promise.all(
        leaving.map(async (picture) => ({ ...picture, ...(await store.readFiles(picture.id)) })),
      ).catch(() => []);
      change((pictures) => pictures.filter(({ id }) => !ids.includes(id)));
      state.update((before) => ({ ...before, removed }));
      for (const id of ids) revoke(id);
      await store.remove(ids).catch(report);
      setTimeout(() => state.update((now) => (now.removed === removed ? { ...now, removed: [] } : now)), UNDO_MS);
    },
    async undoRemove() {
      const { removed } = state.getState();
      state.update((before) => ({ ...before, removed: [] }));
      show(...removed.map(({ file: _file, thumbnail: _thumbnail, ...picture }) => picture));
      await store.put(...removed).catch(report);
    },
    dismissProblem: () => state.update((before) => ({ ...before, problem: null })),
  };
}

/** For a picture that does not tell how it was made. */
const UNKNOWN: Omit<ImageParameters, 'width' | 'height'> = {
  prompt: '',
  seed: 0,
  numInferenceSteps: 0,
  guidanceScale: 0,
  scheduler: '',
  model: '',
};
