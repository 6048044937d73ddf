import type { Engines } from '../engine-client/engines.ts';
import { createPictureLibrary, type PictureLibrary } from '../engine-client/picture-library.ts';
import { openTabs } from '../engine-client/tabs.ts';
import { createImagesStore, type ImagesStore } from '../features/images/images-store.ts';
import type { SettingsStore } from '../features/settings/settings-store.ts';
import type { DraftStorage } from '../storage/drafts.ts';
import type { Stores } from '../storage/stores.ts';
import { readChoice } from './models/model-readiness.ts';

/** What the image screens depend on. */
export interface ImageStudio {
  library: PictureLibrary;
  imagesStore: ImagesStore;
}

interface ImageStudioOptions {
  stores: Stores;
  engines: Engines;
  settings: SettingsStore;
  drafts: DraftStorage;
  ensureInstalled(model: string): Promise<void>;
}

const DRAFT = 'images';

export function createImageStudio(options: ImageStudioOptions): ImageStudio {
  const { stores, engines, settings, drafts, ensureInstalled } = options;
  const library = createPictureLibrary(
    stores.pictures,
    engines.pictures,
    openTabs('triptych-pictures'),
  );
  const imagesStore = createImagesStore({
    engine: engines.diffusion,
    codec: engines.pictures,
    library,
    jobs: stores.jobs,
    tabs: openTabs('triptych-image-queue'),
    chooseModel: () => readChoice(settings.getState(), 'image'),
    ensureInstalled,
    draft: { read: () => drafts.read(DRAFT), write: (text) => drafts.write(DRAFT, text) },
  });
  void library.restore();
  void imagesStore.getState().restore();
  return { library, imagesStore };
}
