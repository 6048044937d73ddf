import type { Engines } from '../engine-client/engines.ts';
import { createPictureLibrary, type PictureLibrary } from '../engine-client/picture-library.ts';
import { openTabs } from '../engine-client/tabs.ts';
import { createImagesStore, type ImagesStore } from '../features/images/images-store.ts';
import type { SettingsStore } from '../features/settings/settings-store.ts';
import type { TriptychDatabase } from '../storage/database.ts';
import type { DraftStorage } from '../storage/drafts.ts';
import { createImageJobStore } from '../storage/image-jobs.ts';
import { createPictureStore } from '../storage/pictures.ts';

/** What the image screens stand on. */
export interface ImageStudio {
  library: PictureLibrary;
  imagesStore: ImagesStore;
}

interface ImageStudioOptions {
  database: TriptychDatabase;
  engines: Engines;
  settings: SettingsStore;
  drafts: DraftStorage;
  ensureInstalled(model: string): Promise<void>;
}

const DRAFT = 'images';

export function createImageStudio(options: ImageStudioOptions): ImageStudio {
  const { database, engines, settings, drafts, ensureInstalled } = options;
  const library = createPictureLibrary(createPictureStore(database), engines.pictures, openTabs('triptych-pictures'));
  const imagesStore = createImagesStore({
    engine: engines.diffusion,
    codec: engines.pictures,
    library,
    jobs: createImageJobStore(database),
    tabs: openTabs('triptych-image-queue'),
    chooseModel: () => ({ model: settings.getState().imageModel, device: settings.getState().device }),
    ensureInstalled,
    draft: { read: () => drafts.read(DRAFT), write: (text) => drafts.write(DRAFT, text) },
  });
  void library.restore();
  void imagesStore.getState().restore();
  return { library, imagesStore };
}
