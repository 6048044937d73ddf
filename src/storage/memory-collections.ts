import { sortCollections, type Collection, type CollectionStore } from './collections.ts';

/** Collections that are gone when the tab closes. */
export function createMemoryCollections(): CollectionStore {
  const collections = new Map<string, Collection>();
  return {
    list: async () => sortCollections([...collections.values()]),
    put: async (collection) => void collections.set(collection.id, collection),
    async change(id, update) {
      const before = collections.get(id);
      if (before) collections.set(id, update(before));
    },
    remove: async (id) => void collections.delete(id),
  };
}
