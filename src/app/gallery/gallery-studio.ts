import { openTabs } from '../../engine-client/tabs.ts';
import {
  createCollectionsStore,
  type CollectionsStore,
} from '../../features/images/collections/collections-store.ts';
import { createGalleryStores, type GalleryStores } from '../../storage/gallery-stores.ts';
import type { Studio } from '../studio.ts';

/** What pictures have in the gallery and wherever one is opened. */
export interface GalleryStudio extends GalleryStores {
  collectionsStore: CollectionsStore;
}

const made = new WeakMap<Studio, GalleryStudio>();

/** One per page, made when the first picture is opened or the gallery is. */
export function galleryOf(studio: Studio): GalleryStudio {
  const known = made.get(studio);
  if (known) return known;
  const gallery = createGalleryStudio(studio);
  made.set(studio, gallery);
  return gallery;
}

function createGalleryStudio({ stores }: Studio): GalleryStudio {
  const kept = createGalleryStores(stores);
  const collectionsStore = createCollectionsStore(
    kept.collections,
    openTabs('triptych-collections'),
  );
  void collectionsStore.getState().restore();
  return { ...kept, collectionsStore };
}
