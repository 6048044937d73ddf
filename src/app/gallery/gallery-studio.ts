import { createEmbeddingsClient } from '../../engine-client/embeddings-client.ts';
import type { ModelsClient } from '../../engine-client/models/models-client.ts';
import { openTabs } from '../../engine-client/tabs.ts';
import {
  createCollectionsStore,
  type CollectionsStore,
} from '../../features/images/collections/collections-store.ts';
import { createImportStore, type ImportStore } from '../../features/images/import/import-store.ts';
import {
  createLikenessStore,
  type LikenessStore,
} from '../../features/images/search/likeness-store.ts';
import { EMBEDDING_MODEL } from '../../engine/models/catalog.ts';
import { createGalleryStores, type GalleryStores } from '../../storage/gallery-stores.ts';
import type { Studio } from '../studio.ts';

/** What pictures have in the gallery and wherever one is opened. */
export interface GalleryStudio extends GalleryStores {
  collectionsStore: CollectionsStore;
  imports: ImportStore;
  likeness: LikenessStore;
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

function createGalleryStudio({ stores, library, models, damage }: Studio): GalleryStudio {
  const kept = createGalleryStores(stores, damage.report);
  const collectionsStore = createCollectionsStore(
    kept.collections,
    openTabs('triptych-collections'),
  );
  void collectionsStore.getState().restore();
  const engine = createEmbeddingsClient((model) => models.install(model, { device: 'wasm' }));
  const likeness = createLikenessStore({ engine, kept: kept.promptVectors, library });
  void turnOnIfHere(models, likeness);
  return { ...kept, collectionsStore, imports: createImportStore(library), likeness };
}

/** Whoever has fetched the model once has the search by meaning from then on. */
async function turnOnIfHere({ state, refresh }: ModelsClient, store: LikenessStore): Promise<void> {
  if (state.getState().installed === null) await refresh().catch(() => undefined);
  const { installed } = state.getState();
  if (installed?.some(({ manifest }) => manifest.id === EMBEDDING_MODEL))
    await store.getState().turnOn();
}
