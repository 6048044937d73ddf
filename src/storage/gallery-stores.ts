import { createCollectionStore, type CollectionStore } from './collections.ts';
import { passOver, type ReportDamage } from './damage/damage.ts';
import { createMemoryCollections } from './memory-collections.ts';
import {
  createMemoryPromptVectors,
  createPromptVectorStore,
  type PromptVectorStore,
} from './prompt-vectors.ts';
import type { Stores } from './stores.ts';

/** What is kept of pictures beside them, needed only once a gallery is open. */
export interface GalleryStores {
  collections: CollectionStore;
  promptVectors: PromptVectorStore;
}

/** In the database of the others; where the browser keeps nothing, as long as the tab. */
export function createGalleryStores(
  { database }: Pick<Stores, 'database'>,
  report: ReportDamage = passOver,
): GalleryStores {
  return {
    collections: database ? createCollectionStore(database, report) : createMemoryCollections(),
    promptVectors: database ? createPromptVectorStore(database) : createMemoryPromptVectors(),
  };
}
