import { createStore, type StoreApi } from 'zustand/vanilla';
import { namePicture } from '../../../engine/bulk/recipe-pictures.ts';
import { EngineError } from '../../../engine/errors.ts';
import { readBytes } from '../../../engine/files/file-budget.ts';
import { inspectMark } from '../../../engine/image-ops/marks/visible/open-mark.ts';
import type { RecipePictures } from '../../../storage/recipe-pictures.ts';

interface RecipePicturesState {
  /** By their names; `null`: it is not stored any more. Those that are missing were not read yet. */
  pictures: ReadonlyMap<string, Blob | null>;
  /** What the browser did not keep, or would not take. */
  problem: EngineError | null;
}

interface RecipePicturesActions {
  /** Reads those that were not read yet. */
  load(names: readonly string[]): Promise<void>;
  /** Keeps a file that the person chose; returns its name, or `null` if it cannot be used. */
  choose(file: File): Promise<string | null>;
  /** Keeps pictures that came with a recipe. */
  add(pictures: ReadonlyMap<string, Blob>): Promise<void>;
  find(name: string): Blob | undefined;
}
export type RecipePicturesStore = StoreApi<RecipePicturesState & RecipePicturesActions>;

/** The pictures of recipes: those in use in memory, all of them in storage. */
export function createRecipePicturesStore(storage: RecipePictures): RecipePicturesStore {
  return createStore<RecipePicturesState & RecipePicturesActions>()((set, get) => {
    const show = (read: Iterable<readonly [string, Blob | null]>) =>
      set(({ pictures }) => ({ pictures: new Map([...pictures, ...read]) }));
    /** A picture that finds no room is there until the page is closed. */
    async function put(name: string, picture: Blob): Promise<void> {
      show([[name, picture]]);
      await storage
        .put(name, picture)
        .catch((thrown: unknown) => set({ problem: EngineError.from(thrown) }));
    }
    return {
      pictures: new Map(),
      problem: null,
      async load(names) {
        const unread = names.filter((name) => !get().pictures.has(name));
        if (unread.length === 0) return;
        const read = await Promise.all(
          unread.map(async (name) => [name, (await storage.read(name)) ?? null] as const),
        );
        // What was chosen meanwhile counts.
        show(read.filter(([name]) => !get().pictures.has(name)));
      },
      async choose(file) {
        set({ problem: null });
        try {
          inspectMark(await readBytes(file));
          const name = await namePicture(file);
          await put(name, file);
          return name;
        } catch (thrown) {
          set({ problem: EngineError.from(thrown) });
          return null;
        }
      },
      async add(pictures) {
        for (const [name, picture] of pictures) await put(name, picture);
      },
      find: (name) => get().pictures.get(name) ?? undefined,
    };
  });
}
