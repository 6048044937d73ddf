import type { Engines } from '../engine-client/engines.ts';
import { createPictureLibrary, type PictureLibrary } from '../engine-client/picture-library.ts';
import { openTabs } from '../engine-client/tabs.ts';
import type { PictureCredentials } from '../features/images/credentials/picture-credentials.ts';
import { createImagesStore, type ImagesStore } from '../features/images/images-store.ts';
import type { SettingsStore } from '../features/settings/settings-store.ts';
import type { DraftStorage } from '../storage/drafts.ts';
import type { Stores } from '../storage/stores.ts';
import { readChoice } from './models/model-readiness.ts';

/** What the image screens depend on. */
export interface ImageStudio {
  library: PictureLibrary;
  imagesStore: ImagesStore;
  pictureCredentials: PictureCredentials;
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
  const pictureCredentials = { open: openCredentials(), readSettings: settings.getState };
  return { library, imagesStore, pictureCredentials };
}

/** One for the page, fetched when it is first needed. */
function openCredentials(): PictureCredentials['open'] {
  let opening: ReturnType<PictureCredentials['open']> | undefined;
  const fetchClient = async () =>
    (await import('../engine-client/credentials-client.ts')).createCredentialsClient();
  return () =>
    (opening ??= fetchClient().catch((thrown: unknown) => {
      opening = undefined;
      throw thrown;
    }));
}
