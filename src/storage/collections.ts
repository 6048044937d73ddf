import * as z from 'zod/mini';
import { createRowParser, passOver, type ReportDamage } from './damage/damage.ts';
import type { TriptychDatabase } from './database.ts';

export const collectionSchema = z.object({
  id: z.string(),
  name: z.string().check(z.minLength(1)),
  /** ms since 1970. */
  createdAt: z.number(),
  /**
   * The pictures in it, in the order in which they were added. One that is deleted stays named, so
   * that it is in its place when the deletion is undone: readers pass over what is not there.
   */
  pictureIds: z.array(z.string()),
});
/** Pictures that belong together, under a name. A picture may be in several. */
export type Collection = z.infer<typeof collectionSchema>;

/** Collections know pictures and pictures know no collection: deleting one touches no picture. */
export interface CollectionStore {
  /** By name. */
  list(): Promise<Collection[]>;
  /** Adds a collection, or replaces the one with its id. */
  put(collection: Collection): Promise<void>;
  /**
   * Changes one that is here, with nothing written by another tab in between; without it, nothing
   * happens.
   */
  change(id: string, update: (before: Collection) => Collection): Promise<void>;
  remove(id: string): Promise<void>;
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

export function sortCollections(collections: readonly Collection[]): Collection[] {
  return collections.toSorted(
    (a, b) => collator.compare(a.name, b.name) || a.createdAt - b.createdAt,
  );
}

export function createCollectionStore(
  database: TriptychDatabase,
  report: ReportDamage = passOver,
): CollectionStore {
  const parse = createRowParser('collection', collectionSchema, report);
  return {
    async list() {
      const rows = await database.use((db) => db.getAll('collections'));
      return sortCollections(parse(rows));
    },
    put: (collection) => database.use(async (db) => void (await db.put('collections', collection))),
    change: (id, update) =>
      database.use(async (db) => {
        const transaction = db.transaction('collections', 'readwrite');
        const before = collectionSchema.safeParse(await transaction.store.get(id)).data;
        if (before) await transaction.store.put(update(before));
        await transaction.done;
      }),
    remove: (id) => database.use((db) => db.delete('collections', id)),
  };
}

/** With these pictures added; those that are in it already stay where they are. */
export function withPictures(collection: Collection, added: readonly string[]): Collection {
  return { ...collection, pictureIds: [...new Set([...collection.pictureIds, ...added])] };
}

export function withoutPictures(collection: Collection, taken: readonly string[]): Collection {
  const gone = new Set(taken);
  return { ...collection, pictureIds: collection.pictureIds.filter((id) => !gone.has(id)) };
}
