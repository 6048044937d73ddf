import { openTabs } from '../engine-client/tabs.ts';
import { createEngines, type Engines } from '../engine-client/engines.ts';
import type { Observable } from '../engine-client/observable.ts';
import { watchSparedLine } from '../engine-client/spared-line.ts';
import { EngineError } from '../engine/errors.ts';
import { createChatStore, type ChatStore } from '../features/chat/chat-store.ts';
import { createModelsStore, type ModelsStore } from '../features/models/models-store.ts';
import { createSettingsStore, type SettingsStore } from '../features/settings/settings-store.ts';
import { createConversationStore } from '../storage/conversations.ts';
import { openDatabase } from '../storage/database.ts';
import { createDraftStorage, type DraftStorage } from '../storage/drafts.ts';
import { createPresetStorage, type PresetStorage } from '../storage/presets.ts';
import { createSettingsStorage } from '../storage/settings.ts';
import { createImageStudio, type ImageStudio } from './images.ts';
import { createSpeechStudio, type SpeechStudio } from './speech.ts';
import { removeModel } from './remove-model.ts';
import { createServiceWorkerClient, type ServiceWorkerClient } from './service-worker-client.ts';

/** Everything that the interface stands on, made once. */
export interface Studio extends Engines, ImageStudio, SpeechStudio {
  chatStore: ChatStore;
  modelsStore: ModelsStore;
  settings: SettingsStore;
  drafts: DraftStorage;
  presets: PresetStorage;
  serviceWorker: ServiceWorkerClient;
  /** Whether nothing large is fetched before somebody asks for it. */
  isLineSpared: Observable<boolean>;
}

/** Throws `storage_unavailable` where the browser lets nothing be kept. */
export async function createStudio(): Promise<Studio> {
  const database = await openDatabase();
  const textStorage = findLocalStorage();
  const settings = createSettingsStore(createSettingsStorage(textStorage));
  const serviceWorker = createServiceWorkerClient();
  const engines = createEngines(document.baseURI, listHubs(settings.getState().hubUrl));
  const { models } = engines;
  settings.subscribe(({ hubUrl }, before) => {
    if (hubUrl !== before.hubUrl) void serviceWorker.allowHub(hubUrl).then(() => models.setHubs(listHubs(hubUrl)));
  });
  const chatStore = createChatStore({
    engine: engines.chat,
    conversations: createConversationStore(database),
    tabs: openTabs('triptych-conversations'),
    chooseModel: () => ({ model: settings.getState().chatModel, device: settings.getState().device }),
    ensureInstalled: (model) => ensureInstalled(engines, model),
  });
  void chatStore.getState().restore();
  const drafts = createDraftStorage(textStorage);
  void models.refresh().catch(() => undefined);
  return {
    ...engines,
    ...createImageStudio({
      database,
      engines,
      settings,
      drafts,
      ensureInstalled: (model) => ensureInstalled(engines, model),
    }),
    ...createSpeechStudio(database, engines, settings, chatStore),
    chatStore,
    modelsStore: createModelsStore({
      remove: (leaving) => removeModel(engines, settings.getState(), leaving),
      describe: models.describe,
    }),
    settings,
    drafts,
    presets: createPresetStorage(textStorage),
    serviceWorker,
    isLineSpared: watchSparedLine(),
  };
}

/** Fetches a built-in model that is not here yet, or not in this version. Other models are downloaded when the user says so. */
export async function ensureInstalled({ models }: Engines, modelId: string): Promise<void> {
  const installed = await models.readInstalled();
  const isHere = installed.some(({ manifest }) => manifest.id === modelId);
  const known = models.state.getState().catalog.find(({ id }) => id === modelId);
  if (known?.origin === 'built-in') {
    await models.install(modelId, { device: 'auto' }).catch((thrown: unknown) => {
      // Offline with the version before this one: it answers as well as it did.
      if (!isHere) throw thrown;
    });
  } else if (!isHere) {
    throw new EngineError('model_not_installed', `${modelId} is not on this device.`, {
      details: { title: known?.title ?? modelId },
    });
  }
}

/** The hubs that the page comes with, a mirror on its own origin first; a hub of the user's choice takes the place of the public one. */
function listHubs(chosen: string): string[] {
  const content = document.querySelector<HTMLMetaElement>('meta[name="triptych-hubs"]')?.content ?? '';
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
