import type { ChatEngine } from '../engine/chat/chat-engine.ts';
import type { DiffusionEngine } from '../engine/diffusion/diffusion-engine.ts';
import type { ModelManifest } from '../engine/models/manifest.ts';
import { createNotInstalled } from '../engine/models/not-installed.ts';
import type { InstalledModel } from '../engine/models/store/weight-store.ts';
import type { GpuArbiter } from '../engine/gpu/gpu-lease.ts';
import type { PictureCache } from '../engine/studio/cache/picture-cache.ts';
import type { StudioEngine } from '../engine/studio/studio-engine.ts';
import { createChatClient, type ChatClient } from './chat-client.ts';
import { createDeviceProbe, type DeviceProbe } from './device.ts';
import { createGpuSharing } from './gpu-sharing.ts';
import { createDiffusionClient, type DiffusionClient } from './diffusion-client.ts';
import { createImageOpsClient, type ImageOpsClient } from './image-ops-client.ts';
import type { ModelMarks } from './models/model-marks.ts';
import { createModelsClient, type ModelsClient } from './models/models-client.ts';
import { createPictureCodec, type PictureCodec } from './picture-codec.ts';
import { createSpeechClient, type SpeechClient } from './speech-client.ts';
import { createSiteStorage, type SiteStorage } from './site-storage.ts';
import { createStudioClient } from './studio-client.ts';

/** Every engine that the interface can use. */
export interface Engines {
  chat: ChatClient;
  diffusion: DiffusionClient;
  pictures: PictureCodec;
  imageOps: ImageOpsClient;
  /** From a brief to pictures, in stages and in several sizes. */
  studio: StudioEngine;
  speech: SpeechClient;
  models: ModelsClient;
  /** Models that did not answer Stop. */
  modelMarks: ModelMarks;
  device: DeviceProbe;
  /** Who holds device memory and who waits for it, in all tabs. */
  gpu: GpuArbiter;
  storage: SiteStorage;
}

interface EnginesOptions {
  baseUrl: string;
  hubUrls: readonly string[];
  /** Where the studio finds answers of earlier requests. */
  openCache(): Promise<PictureCache>;
  modelMarks: ModelMarks;
  elsewhere: Elsewhere;
}

/** Another machine, whose models the studio may be told to take. */
interface Elsewhere {
  listModels(): Promise<readonly ModelManifest[]>;
  /** The engines with those models as well. */
  routeChat(local: ChatClient): Pick<ChatEngine, 'generate'>;
  routeDrawing(local: DiffusionClient): Pick<DiffusionEngine, 'generate'>;
}

/** The composition root: picks the implementation of each interface. */
export function createEngines({
  baseUrl,
  hubUrls,
  openCache,
  modelMarks,
  elsewhere,
}: EnginesOptions): Engines {
  const absolute = (url: string) => new URL(url, baseUrl).href.replace(/\/$/, '');
  const device = createDeviceProbe();
  const storage = createSiteStorage();
  const sources = { starterUrl: absolute('starter'), hubUrls: hubUrls.map(absolute) };
  const models = createModelsClient(sources, device, storage);
  const gpu = createGpuSharing(device.getState, (model) => findInstalled(models, model));
  const installBuiltIn = (model: string) => installIfBuiltIn(models, model);
  const diffusion = createDiffusionClient(gpu, modelMarks);
  const imageOps = createImageOpsClient(installBuiltIn);
  const chat = createChatClient(gpu, modelMarks);
  return {
    chat,
    diffusion,
    pictures: createPictureCodec(),
    imageOps,
    studio: createStudioClient({
      ...{ imageOps, models, device, installBuiltIn, openCache },
      chat: elsewhere.routeChat(chat),
      diffusion: elsewhere.routeDrawing(diffusion),
      listElsewhere: elsewhere.listModels,
    }),
    speech: createSpeechClient(gpu, modelMarks),
    models,
    modelMarks,
    device,
    gpu: gpu.arbiter,
    storage,
  };
}

/** Other models are downloaded when somebody says so. */
async function installIfBuiltIn({ state, install }: ModelsClient, model: string): Promise<void> {
  const known = state.getState().catalog.find(({ id }) => id === model);
  if (known?.origin !== 'built-in') throw createNotInstalled(model);
  await install(model, { device: 'auto' });
}

async function findInstalled(
  { state, refresh }: ModelsClient,
  model: string,
): Promise<InstalledModel | undefined> {
  if (state.getState().installed === null) await refresh().catch(() => undefined);
  return state.getState().installed?.find(({ manifest }) => manifest.id === model);
}
