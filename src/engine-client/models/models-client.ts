import type { DeviceInfo, DevicePreference } from '../../engine/device.ts';
import { EngineError } from '../../engine/errors.ts';
import { CATALOG, PHONEME_LANGUAGES } from '../../engine/models/catalog.ts';
import type { Dtype, ModelManifest } from '../../engine/models/manifest.ts';
import { chooseBuild } from '../../engine/models/load/choose-build.ts';
import type { InstalledModel } from '../../engine/models/store/weight-store.ts';
import type { WeightSourceUrls, WeightsWorker } from '../../../workers/weights.worker.ts';
import {
  chooseVoices,
  createModelDownloads,
  type Installation,
  type ModelDownloads,
} from './model-downloads.ts';
import { createModelJobs, type ModelJobs } from './model-jobs.ts';
import { createModelsState, type ModelsState } from './models-state.ts';
import { whenKnown, type Observable } from '../observable.ts';
import type { SiteStorage } from '../site-storage.ts';
import type { TabNews } from '../tab-news.ts';
import { openTabs } from '../tabs.ts';
import { connectWorker } from '../worker-connection.ts';

export interface InstallChoice {
  device: DevicePreference;
  /** Default: the best build for the device. */
  dtype?: Dtype;
  /** Of a speech model: the voices that must be here. Default: its first one. */
  voices?: readonly string[];
}

/** The interface's view of the models on this device. */
export interface ModelsClient extends Omit<ModelDownloads, 'refresh'>, ModelJobs {
  readonly state: Observable<ModelsState>;
  /**
   * The models that are here now: the browser or the user may have cleared the store since it was
   * read.
   */
  readInstalled(): Promise<readonly InstalledModel[]>;
  /** Reads the store and asks the origin's own mirror, if there is one. Never leaves the origin. */
  refresh(): Promise<void>;
  /**
   * What a repository says of itself, before anything is downloaded. Throws `model_not_found`,
   * `not_supported`, `network_unreachable`.
   */
  describe(repository: string, signal?: AbortSignal): Promise<ModelManifest>;
  /**
   * Brings a model by its id, whether the catalogue, the mirror or only the hub knows it, in the
   * build for the device. Does nothing for one that is here. Throws besides `not_supported` if no
   * build runs on the device.
   */
  install(modelId: string, choice: InstallChoice): Promise<Installation>;
  /**
   * Continues a download that was paused or has failed, with all that was chosen for it. Does
   * nothing if there is none.
   */
  resume(modelId: string): Promise<Installation>;
  /**
   * Deletes the models that stand in the way of a download (`evictable`) and goes on with it once
   * the browser has freed their room.
   */
  makeRoom(modelId: string): Promise<void>;
  /** Deletes a model, and what has arrived of an unfinished download of it. */
  remove(modelId: string): Promise<void>;
  /** Which hubs are asked from now on, in order. Downloads that go on are paused. */
  setHubs(hubUrls: readonly string[]): void;
}

export function createModelsClient(
  initialSources: WeightSourceUrls,
  device: Observable<DeviceInfo | null>,
  storage: SiteStorage,
): ModelsClient {
  let sources = initialSources;
  const state = createModelsState();
  const news = openTabs<TabNews>('triptych-models');
  const worker = connectWorker<WeightsWorker>({
    create: (name) =>
      new Worker(new URL('../../../workers/weights.worker.ts', import.meta.url), {
        type: 'module',
        name,
      }),
    prepare: (library) => library.open(sources),
  });

  async function readInstalled(): Promise<readonly InstalledModel[]> {
    const installed = await worker.call((library) => library.listInstalled());
    state.update((before) => ({ ...before, installed }));
    return installed;
  }
  async function readStore(): Promise<void> {
    const [use] = await Promise.all([worker.call((library) => library.measure()), readInstalled()]);
    state.update((before) => ({ ...before, use }));
    await downloads.refresh();
    await storage.refresh();
  }
  async function tellAndRead(): Promise<void> {
    await readStore();
    news.tell({ type: 'models-change' });
  }
  const context = { worker, state, news, onChange: tellAndRead };
  const downloads = createModelDownloads(context);
  const jobs = createModelJobs(context);
  news.listen(({ type }) => {
    if (type === 'models-change') void readStore().catch(() => undefined);
  });

  /**
   * A built-in model as this version of the app has it, another one as its unfinished download has
   * it or as it is stored, then as the catalogue, the mirror or the hub tells.
   */
  async function findManifest(modelId: string): Promise<ModelManifest> {
    const { catalog, mirrored, installed, downloads: unfinished } = state.getState();
    const builtIn = catalog.filter(({ origin }) => origin === 'built-in');
    const stored = [...Object.values(unfinished), ...(installed ?? [])].map(
      ({ manifest }) => manifest,
    );
    // What comes with the app is what this version of it says, not an earlier one.
    if (modelId === PHONEME_LANGUAGES) return describe(modelId);
    const known = [...builtIn, ...stored, ...catalog, ...mirrored];
    return known.find(({ id }) => id === modelId) ?? describe(modelId);
  }
  const describe = (repository: string, signal?: AbortSignal) =>
    worker.call<ModelManifest>((library, own) => library.describe(repository, own), signal);

  /**
   * Someone who fetches a large model wants to keep it: the browser is asked before the first byte.
   */
  async function download(
    manifest: ModelManifest,
    dtype: Dtype,
    asked?: readonly string[],
  ): Promise<Installation> {
    const voices = chooseVoices(state.getState(), manifest, asked);
    if (manifest.origin !== 'built-in') void storage.persist().catch(() => undefined);
    const [model, part] = await Promise.all([
      downloads.download(manifest, dtype, voices),
      installPhonemizer(manifest, voices),
    ]);
    // A download that was running already brings the voices that it was started with: others come
    // after it.
    const missing = !hasVoices(state.getState().installed, manifest.id, voices);
    const rest = missing ? await downloads.download(manifest, dtype, voices) : { fetchedBytes: 0 };
    return { fetchedBytes: model.fetchedBytes + part.fetchedBytes + rest.fetchedBytes };
  }

  /**
   * What a speech model needs to read text; a part of the app, so that it is small and comes from
   * the app's own origin.
   */
  async function installPhonemizer(
    manifest: ModelManifest,
    voices: readonly string[],
  ): Promise<Installation> {
    if (manifest.task !== 'speech' || !manifest.phonemizer) return { fetchedBytes: 0 };
    const program = await install(manifest.phonemizer, { device: 'auto' });
    const own = await findManifest(manifest.phonemizer);
    const spoken = manifest.voices
      .filter(({ id }) => voices.includes(id))
      .map(({ phonemes, language }) => phonemes ?? language);
    const missing =
      own.task === 'phonemes' ? spoken.filter((one) => !own.languages.includes(one)) : [];
    if (missing.length === 0) return program;
    const data = await install(PHONEME_LANGUAGES, { device: 'auto', voices: missing });
    return { fetchedBytes: program.fetchedBytes + data.fetchedBytes };
  }

  async function install(modelId: string, choice: InstallChoice): Promise<Installation> {
    const installed = await readInstalled();
    const manifest = await findManifest(modelId);
    const unfinished = state.getState().downloads[modelId];
    const info = await whenKnown(device);
    const choose = (among?: readonly Dtype[]) =>
      chooseBuild(manifest, info, choice.device, among)?.variant.dtype;
    const dtype = choice.dtype ?? (unfinished && choose([unfinished.dtype])) ?? choose();
    if (!dtype)
      throw new EngineError('not_supported', `No build of ${manifest.title} runs on this device.`);
    const here = installed.find((model) => model.manifest.id === modelId);
    const voices = chooseVoices(state.getState(), manifest, choice.voices);
    const isHere =
      here?.manifest.revision === manifest.revision &&
      here.dtypes.includes(dtype) &&
      hasVoices(installed, modelId, voices);
    return isHere ? installPhonemizer(manifest, voices) : download(manifest, dtype, voices);
  }

  async function resume(modelId: string): Promise<Installation> {
    const unfinished = state.getState().downloads[modelId];
    if (!unfinished) return { fetchedBytes: 0 };
    if (unfinished.isImport)
      throw new EngineError(
        'invalid_request',
        `The import of ${unfinished.manifest.title} broke off. Import its files again.`,
      );
    return download(unfinished.manifest, unfinished.dtype, unfinished.voices);
  }

  return {
    ...downloads,
    ...jobs,
    state,
    readInstalled,
    download,
    install,
    describe,
    async refresh() {
      await readStore();
      const mirrored = await worker.call((library, signal) => library.listMirrored(signal));
      const known = new Set(CATALOG.map(({ id }) => id));
      state.update((before) => ({
        ...before,
        mirrored: mirrored.filter(({ id }) => !known.has(id)),
      }));
    },
    resume,
    async makeRoom(modelId) {
      const failed = state.getState().downloads[modelId];
      if (!failed) return;
      for (const { manifest } of failed.evictable)
        await worker.call((library, signal) => library.remove(manifest.id, signal));
      await tellAndRead();
      await retryWhileFull(() => resume(modelId));
    },
    async remove(modelId) {
      await worker.call((library, signal) => library.remove(modelId, signal));
      await downloads.discard(modelId);
    },
    setHubs(hubUrls) {
      if (hubUrls.join(' ') === sources.hubUrls.join(' ')) return;
      sources = { ...sources, hubUrls: [...hubUrls] };
      // A worker may only talk to the hubs that were allowed when it was started.
      worker.end();
    },
  };
}

const ROOM_TIMEOUT_MS = 15_000;

/**
 * A browser frees the space of deleted rows a moment later: until then the disk seems as full as
 * before.
 */
async function retryWhileFull<T>(work: () => Promise<T>): Promise<T> {
  const begin = performance.now();
  for (;;) {
    try {
      return await work();
    } catch (thrown) {
      const { code } = EngineError.from(thrown);
      if (code !== 'storage_full' || performance.now() - begin > ROOM_TIMEOUT_MS) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

function hasVoices(
  installed: readonly InstalledModel[] | null,
  modelId: string,
  voices: readonly string[],
): boolean {
  const here = installed?.find(({ manifest }) => manifest.id === modelId)?.voices ?? [];
  return voices.every((voice) => here.includes(voice));
}
