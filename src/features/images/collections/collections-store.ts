import { createStore, type StoreApi } from 'zustand/vanilla';
import { UNDO_MS } from '../../../engine-client/undo-ms.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { Tabs } from '../../../engine/tabs.ts';
import {
  withoutPictures,
  withPictures,
  type Collection,
  type CollectionStore,
} from '../../../storage/collections.ts';

/** What tabs tell each other about collections: they have changed. */
export type CollectionNews = 'collections-change';

interface CollectionsState {
  /** By name; `null` until read. */
  collections: readonly Collection[] | null;
  /** Deleted a moment ago and can still be restored. */
  removed: Collection | null;
  problem: EngineError | null;
  restore(): Promise<void>;
  /**
   * Makes a collection of these pictures; if one has the name already, they are added to that one.
   * Returns its id, `null` for a name of spaces.
   */
  create(name: string, pictureIds: readonly string[]): Promise<string | null>;
  /** A name of spaces changes nothing. */
  rename(id: string, name: string): Promise<void>;
  add(id: string, pictureIds: readonly string[]): Promise<void>;
  takeOut(id: string, pictureIds: readonly string[]): Promise<void>;
  /** The pictures stay. */
  remove(id: string): Promise<void>;
  undoRemove(): Promise<void>;
  dismissProblem(): void;
}
export type CollectionsStore = StoreApi<CollectionsState>;

/** What is shown is what is kept: every change is read back from the store. */
export function createCollectionsStore(
  kept: CollectionStore,
  tabs: Pick<Tabs<CollectionNews>, 'tell' | 'listen'>,
): CollectionsStore {
  return createStore<CollectionsState>()((set, get) => {
    const report = (thrown: unknown) => set({ problem: EngineError.from(thrown) });
    const reread = async () => set({ collections: await kept.list() });
    async function write(work: () => Promise<void>): Promise<void> {
      try {
        await work();
        await reread();
        set({ problem: null });
        tabs.tell('collections-change');
      } catch (thrown) {
        report(thrown);
      }
    }
    tabs.listen(() => void reread().catch(report));

    const add = (id: string, pictureIds: readonly string[]) =>
      write(() => kept.change(id, (before) => withPictures(before, pictureIds)));
    const find = (name: string) =>
      get().collections?.find((each) => each.name.toLowerCase() === name.toLowerCase());
    return {
      collections: null,
      removed: null,
      problem: null,
      restore: () => reread().catch(report),
      async create(name, pictureIds) {
        const known = find(name.trim());
        if (known) {
          await add(known.id, pictureIds);
          return known.id;
        }
        if (name.trim() === '') return null;
        const id = crypto.randomUUID();
        const collection = { id, name: name.trim(), createdAt: Date.now(), pictureIds: [] };
        await write(() => kept.put(withPictures(collection, pictureIds)));
        return id;
      },
      async rename(id, name) {
        if (name.trim() !== '')
          await write(() => kept.change(id, (before) => ({ ...before, name: name.trim() })));
      },
      add,
      takeOut: (id, pictureIds) =>
        write(() => kept.change(id, (before) => withoutPictures(before, pictureIds))),
      async remove(id) {
        const removed = get().collections?.find((each) => each.id === id) ?? null;
        await write(() => kept.remove(id));
        set({ removed });
        setTimeout(() => get().removed === removed && set({ removed: null }), UNDO_MS);
      },
      async undoRemove() {
        const { removed } = get();
        set({ removed: null });
        if (removed) await write(() => kept.put(removed));
      },
      dismissProblem: () => set({ problem: null }),
    };
  });
}
