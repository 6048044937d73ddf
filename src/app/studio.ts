import { openTabs } from '../engine-client/tabs.ts';
import { createEngines, type Engines } from '../engine-client/engines.ts';
import {
  createObservable,
  type Observable,
  type WritableObservable,
} from '../engine-client/observable.ts';
import { createDamageLog, type DamageLog } from './data/damage-log.ts';
import { retryWhenRoom } from './data/retry-unsaved.ts';
import { createModelMarks } from '../engine-client/models/model-marks.ts';
import { watchDataSaver } from '../engine-client/data-saver.ts';
import type { PictureCache } from '../engine/studio/cache/picture-cache.ts';
import type { ChatStore } from '../features/chat/store/chat-state.ts';
import { createChatStore } from '../features/chat/store/chat-store.ts';
import { createModelsStore, type ModelsStore } from '../features/models/models-store.ts';
import { createSettingsStore, type SettingsStore } from '../features/settings/settings-store.ts';
import { createDraftStorage, type DraftStorage } from '../storage/drafts.ts';
import { createOpeningMarks, type OpeningMarks } from '../storage/opening-marks.ts';
import { createPresetStorage, type PresetStorage } from '../storage/presets.ts';
import { createSettingsStorage } from '../storage/settings.ts';
import { openStores, type Stores } from '../storage/stores.ts';
import { openValues, type Values } from '../storage/values.ts';
import { createCompanion, type Companion } from './companion/companion.ts';
import { routeChat, routeDrawing, routeSpeech } from './companion/route-work.ts';
import { createImageStudio, type ImageStudio } from './create-image-studio.ts';
import { createSpeechStudio, type SpeechStudio } from './sound/create-speech-studio.ts';
import { takesPictures } from './models/takes-pictures.ts';
import { ensureInstalled, readChoice } from './models/model-readiness.ts';
import { removeModel } from './models/remove-model.ts';
import { once } from '../engine/once.ts';
import { createServiceWorkerClient, type ServiceWorkerClient } from './service-worker-client.ts';

/** Everything the interface depends on, created once. */
export interface Studio extends Engines, ImageStudio, SpeechStudio {
  chatStore: ChatStore;
  modelsStore: ModelsStore;
  settings: SettingsStore;
  drafts: DraftStorage;
  openings: OpeningMarks;
  presets: PresetStorage;
  /** Where single values are kept; rejects where the browser keeps nothing. */
  values: Values;
  serviceWorker: ServiceWorkerClient;
  companion: Companion;
  /** Answers of the studio to earlier requests. */
  openCache(): Promise<PictureCache>;
  /** Whether nothing large is fetched before someone asks for it. */
  isSavingData: Observable<boolean>;
  stores: Stores;
  /**
   * How the browser keeps what is made here. `lost`: someone has cleared it while the page was
   * open.
   */
  keeping: WritableObservable<'kept' | 'lost' | 'unsaved'>;
  /** What of it could not be read, or had to be repaired. */
  damage: DamageLog;
}

/**
 * Where the browser lets nothing be kept, everything lasts as long as the tab. `onBlocked`: it waits
 * for a tab with an older version to be closed.
 */
export async function createStudio(onBlocked: () => void): Promise<Studio> {
  const keeping = createObservable<'kept' | 'lost' | 'unsaved'>('kept');
  const textStorage = findLocalStorage();
  const damage = createDamageLog(textStorage);
  const stores = await openStores({
    onLoss: () => keeping.update(() => 'lost'),
    onBlocked,
    onDamage: damage.report,
  });
  if (!stores.isKept) keeping.update(() => 'unsaved');
  const values = openValues();
  const settingsStorage = createSettingsStorage(textStorage, damage.report);
  damage.onDismiss(settingsStorage.forgetDamaged);
  const settings = createSettingsStore(settingsStorage);
  const drafts = createDraftStorage(textStorage);
  const serviceWorker = createServiceWorkerClient();
  const companion = createCompanion({ textStorage, values, serviceWorker });
  const openCache = once(async () =>
    (await import('./open-picture-cache.ts')).openPictureCache(stores),
  );
  const engines = createEngines({
    baseUrl: document.baseURI,
    hubUrls: listHubs(settings.getState().hubUrl),
    openCache,
    modelMarks: createModelMarks(textStorage),
    elsewhere: {
      listModels: async () =>
        (await import('./companion/companion-manifests.ts')).listCompanionManifests(
          companion.state.getState(),
          settings.getState(),
        ),
      routeChat: (local) => routeChat(local, companion),
      routeDrawing: (local) => routeDrawing(local, companion),
    },
  });
  const { models } = engines;
  if (settings.getState().hubUrl) void serviceWorker.allowHub(settings.getState().hubUrl);
  settings.subscribe(({ hubUrl }, before) => {
    if (hubUrl !== before.hubUrl)
      void serviceWorker.allowHub(hubUrl).then(() => models.setHubs(listHubs(hubUrl)));
  });
  const images = createImageStudio({
    stores,
    engines,
    drawing: routeDrawing(engines.diffusion, companion),
    settings,
    drafts,
    ensureInstalled: (model) => ensureInstalled(models, model),
    openCache,
    values,
  });
  const chatStore = createChatStore({
    engine: routeChat(engines.chat, companion),
    conversations: stores.conversations,
    tabs: openTabs('triptych-conversations'),
    chooseModel: () => readChoice(settings.getState(), 'chat'),
    ensureInstalled: (model) => ensureInstalled(models, model),
    takesPictures: (model) =>
      takesPictures(models.state.getState(), companion.state.getState(), model),
    openPicture: async ({ url }) => {
      const { blobOfDataUrl } = await import('../engine/images/data-url.ts');
      return engines.pictures.decode(blobOfDataUrl(url));
    },
    drawPicture: (idea, id) =>
      images.imagesStore.getState().drawIdea(idea, { kind: 'conversation', id }),
  });
  void chatStore.getState().restore();
  void models.refresh().catch(() => undefined);
  const speech = createSpeechStudio(
    stores.readings,
    { models, speech: routeSpeech(engines.speech, companion), companion: companion.state },
    settings,
    chatStore,
  );
  retryWhenRoom({ models, chatStore, library: images.library, speechStore: speech.speechStore });
  return {
    ...engines,
    ...images,
    ...speech,
    chatStore,
    modelsStore: createModelsStore({
      remove: (leaving) => removeModel(engines, settings.getState(), leaving),
      describe: models.describe,
    }),
    settings,
    drafts,
    openings: createOpeningMarks(textStorage),
    presets: createPresetStorage(values, textStorage, damage.report),
    values,
    serviceWorker,
    companion,
    openCache,
    isSavingData: watchDataSaver(),
    stores,
    keeping,
    damage,
  };
}

/**
 * The hubs that the page comes with, a mirror on its own origin first; a hub of the user's choice
 * takes the place of the public one.
 */
function listHubs(chosen: string): string[] {
  const content =
    document.querySelector<HTMLMetaElement>('meta[name="triptych-hubs"]')?.content ?? '';
  const urls = content
    .split(/\s+/)
    .filter(Boolean)
    .map((url) => new URL(url, document.baseURI).href.replace(/\/$/, ''));
  return chosen ? [...urls.filter((url) => new URL(url).origin === location.origin), chosen] : urls;
}

function findLocalStorage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
