import type { Engines } from '../engine-client/engines.ts';
import type { ModelsClient } from '../engine-client/models/models-client.ts';
import { isForTask, type ImageManifest } from '../engine/models/manifest.ts';
import type { Batches } from '../engine/studio/batch/batches.ts';
import type { PictureCache } from '../engine/studio/cache/picture-cache.ts';
import { createPictureLibrary, type PictureLibrary } from '../engine-client/picture-library.ts';
import { openTabs } from '../engine-client/tabs.ts';
import type { PictureCredentials } from '../features/images/credentials/picture-credentials.ts';
import { createImagesStore, type ImagesStore } from '../features/images/images-store.ts';
import type { SettingsStore } from '../features/settings/settings-store.ts';
import type { DraftStorage } from '../storage/drafts.ts';
import type { Stores } from '../storage/stores.ts';
import type { Values } from '../storage/values.ts';
import type { BulkList } from '../engine/bulk/run-bulk-job.ts';
import { forgetWithPictures } from './forget-cached.ts';
import { readChoice } from './models/model-readiness.ts';
import { once } from '../engine/once.ts';

/** What the image screens depend on. */
export interface ImageStudio {
  library: PictureLibrary;
  imagesStore: ImagesStore;
  pictureCredentials: PictureCredentials;
  /** Batches of sizes, in the same queue as pictures. */
  openBatches(): Promise<Batches>;
  /** Lists of pictures that this tab has open, by their ids: a run in it works on these. */
  openLists: Map<string, BulkList>;
}

interface ImageStudioOptions {
  stores: Stores;
  engines: Engines;
  /** Draws here, or on the companion. */
  drawing: Engines['diffusion'];
  settings: SettingsStore;
  drafts: DraftStorage;
  ensureInstalled(model: string): Promise<void>;
  openCache(): Promise<PictureCache>;
  values: Values;
}

const DRAFT = 'images';

async function findImageModel(
  { readInstalled }: ModelsClient,
  model: string,
): Promise<ImageManifest | undefined> {
  const all = (await readInstalled()).map(({ manifest }) => manifest);
  return all.filter((one) => isForTask(one, 'image')).find(({ id }) => id === model);
}

export function createImageStudio(options: ImageStudioOptions): ImageStudio {
  const { stores, engines, settings, drafts, ensureInstalled, openCache } = options;
  const library = createPictureLibrary(
    forgetWithPictures(stores.pictures, openCache),
    engines.pictures,
    openTabs('triptych-pictures'),
  );
  const openBatchModule = once(async () => {
    const { openBatchStore, openBatches } = await import('./open-batches.ts');
    const store = openBatchStore(stores);
    return { store, batches: openBatches(imagesStore, stores.jobs, store) };
  });
  const openLists = new Map<string, BulkList>();
  const imagesStore = createImagesStore({
    engine: options.drawing,
    codec: engines.pictures,
    library,
    jobs: stores.jobs,
    tabs: openTabs('triptych-image-queue'),
    chooseModel: () => readChoice(settings.getState(), 'image'),
    ensureInstalled,
    findManifest: (model) => findImageModel(engines.models, model),
    openBatches: async () => ({ studio: engines.studio, store: (await openBatchModule()).store }),
    async openBulk() {
      const { openBulkRunner } = await import('./bulk/open-bulk-runner.ts');
      return openBulkRunner({
        engine: engines.imageOps,
        stores,
        values: options.values,
        openLists,
      });
    },
    draft: { read: () => drafts.read(DRAFT), write: (text) => drafts.write(DRAFT, text) },
  });
  void library.restore();
  void imagesStore.getState().restore();
  const pictureCredentials = {
    open: once(async () =>
      (await import('../engine-client/credentials-client.ts')).createCredentialsClient(),
    ),
    readSettings: settings.getState,
  };
  const openBatches = async () => (await openBatchModule()).batches;
  return { library, imagesStore, pictureCredentials, openBatches, openLists };
}
