import type { ApiServices, EngineName } from '../src/api/services.ts';
import type { Forwarder } from '../src/api/http/forwarder.ts';
import { EngineError } from '../src/engine/errors.ts';
import type { LeasePriority } from '../src/engine/gpu/gpu-lease.ts';
import type { ImageOpsEngine, ImageOpsEvent } from '../src/engine/image-ops/image-ops-engine.ts';
import { decodePng } from '../src/engine/images/png.ts';
import type { PixelImage } from '../src/engine/images/pixel-image.ts';
import { createMemoryPictureCache } from '../src/engine/studio/cache/picture-cache.ts';
import { createStudioEngine } from '../src/engine/studio/create-studio-engine.ts';
import { createTurns } from '../src/engine/turns.ts';
import type { Settings } from './config.ts';
import { createEngineProcess, type EngineProcess } from './engines/engine-process.ts';
import { createModelPool, type ModelPoolOptions, type PoolRoom } from './engines/model-pool.ts';
import { createWarmUp, type ServerEngines } from './warm-up.ts';
import { packRequest, unpackEvent, type ImageOpsProcess } from './engines/image-ops-messages.ts';
import { createEmbeddingService } from './embedding-service.ts';
import { openGguf } from './gguf/gguf-engines.ts';
import { openInstalledModels, type ModelFolders } from './installed-models.ts';
import { openUpstreams } from './gateway/open-upstreams.ts';
import { limitTime } from './limit-time.ts';
import type { Log } from './log/log.ts';
import type { MemoryReader } from './memory/device-memory.ts';
import { estimateModel } from './estimate-model.ts';
import { keepWarm } from './memory/keep-warm.ts';
import { createMemoryArbiter } from './memory/memory-arbiter.ts';
import { createMemoryReader } from './memory/memory-reader.ts';
import type { WatchedState } from './metrics/state-metrics.ts';
import type { ProcessReport } from './engines/process-report.ts';
import './speech/opus-encoder.ts';
import { createPictureFetcher } from './pictures/fetch-picture.ts';
import { traceWait } from './traces/trace-part.ts';

export interface ServerServices extends ApiServices {
  /** Ids of the processes, of those that run. */
  pids(): Readonly<Record<EngineName, number | undefined>>;
  /** What runs beside this process: the engines, and who answers in its place. */
  watched: Pick<WatchedState, 'processes' | 'nodes' | 'memory'>;
  /** Has requests for the models of upstreams answered there; absent without upstreams. */
  forwarder?: Forwarder;
  /** Ends every engine. */
  end(): void;
}

export interface ServicesOptions {
  settings: Pick<
    Settings,
    | 'models'
    | 'maxPixels'
    | 'maxSeconds'
    | 'maxBodyMb'
    | 'fetchPictures'
    | 'idleSeconds'
    | 'upstreamAddresses'
    | 'cacheMb'
    | 'reserveMb'
    | 'warm'
  >;
  /** Measures memory. Default: this machine's. */
  memoryReader?: MemoryReader;
  /** Folder of the built-in models. */
  starterFolder: string;
  version: string;
  /** Told what happens to engines, and what they print. */
  log: Log;
}

/** What the API answers with on a server: each engine in a process of its own. */
export function createServices(options: ServicesOptions): ServerServices {
  const { settings, starterFolder, version } = options;
  const folders: ModelFolders = { folders: settings.models, starterFolder };
  const models = openInstalledModels(folders);
  const { memoryReader: reader = createMemoryReader() } = options;
  const arbiter = createMemoryArbiter({ reader, reserveBytes: settings.reserveMb * 1e6 });
  const room: PoolRoom = {
    arbiter,
    estimateBytes: (model) => estimateModel(model, listLocal),
    warm: new Set(settings.warm),
  };
  const engines = createEngines(folders, options, room);
  const gguf = openGguf({ folders, idleMs: settings.idleSeconds * 1000, log: options.log, room });
  const chat: ApiServices['chat'] = {
    async *generate(request, signal) {
      const { model } = request;
      const isGguf = await gguf.has(model);
      yield* limitTime(settings.maxSeconds, signal, (own) =>
        isGguf
          ? gguf.generate(request, own)
          : engines.chat.iterate(model, (engine, sent) => engine.generate(request, sent), own),
      );
    },
  };
  const listLocal = async () => [...(await models.list()), ...(await gguf.listModels())];
  const imageOps = createImageOps(engines['image-ops'], settings);
  const upstreams = openUpstreams({
    addresses: settings.upstreamAddresses,
    listLocal,
    decodePicture: (file, signal) => decodePicture(imageOps, file, signal),
    maxSeconds: settings.maxSeconds,
    log: options.log,
  });
  const diffusion: ApiServices['diffusion'] = {
    generate(request, signal) {
      const { model } = request;
      const isElsewhere = upstreams.images.has(model);
      return limitTime(settings.maxSeconds, signal, (own) =>
        isElsewhere
          ? upstreams.images.generate(request, own)
          : engines.images.iterate(model, (engine, sent) => engine.generate(request, sent), own),
      );
    },
  };
  const listModels = async () => [...(await listLocal()), ...(await upstreams.images.listModels())];
  const listInstalled = async () => (await listModels()).map(({ manifest }) => manifest);
  const warming = keepWarm({
    models: settings.warm,
    warmUp: createWarmUp({ engines, gguf, listLocal }),
    log: options.log,
  });
  const cache = createMemoryPictureCache(settings.cacheMb * 2 ** 20);
  return {
    home: 'server',
    version,
    listModels,
    listRemoteModels: upstreams.listRemoteModels,
    ...(upstreams.forwarder && { forwarder: upstreams.forwarder }),
    chat,
    diffusion,
    speech: {
      synthesize(request, signal) {
        const { model } = request;
        return limitTime(settings.maxSeconds, signal, (own) =>
          engines.speech.iterate(model, (engine, sent) => engine.synthesize(request, sent), own),
        );
      },
    },
    embeddings: createEmbeddingService({
      engine: engines.embeddings,
      gguf,
      listLocal,
    }),
    imageOps,
    studio: createStudioEngine({ chat, diffusion, imageOps, listInstalled, cache }),
    decodePicture: (file, signal) => decodePicture(imageOps, file, signal),
    ...(settings.fetchPictures && {
      fetchPicture: createPictureFetcher({ maxBytes: settings.maxBodyMb * 1e6 }),
    }),
    engineStates: () => mapEngines(engines, ({ state }) => state),
    pids: () => mapEngines(engines, ({ pid }) => pid),
    watched: {
      nodes: upstreams.nodes,
      memory: arbiter.view,
      processes: () => [
        ...engines.chat.processes(),
        ...engines.images.processes(),
        ...engines.speech.processes(),
        describeUnpooled('image-ops', engines['image-ops']),
        ...engines.embeddings.processes(),
        ...gguf.processes(),
      ],
    },
    end() {
      warming.end();
      upstreams.end();
      gguf.end();
      mapEngines(engines, (engine) => engine.end());
    },
  };
}

/** A process that holds no model. */
function describeUnpooled(
  engine: string,
  { state, pid, running }: EngineProcess<unknown>,
): ProcessReport {
  return { engine, state, pid, running, model: undefined };
}

function createEngines(
  folders: ModelFolders,
  { settings, log }: ServicesOptions,
  room: PoolRoom,
): ServerEngines {
  const describe = (name: EngineName) => ({
    name,
    script: new URL(`./engines/${name}.process.ts`, import.meta.url),
    settings: folders,
    idleMs: settings.idleSeconds * 1000,
    log,
  });
  const describePool = (name: EngineName, priority: LeasePriority): ModelPoolOptions => ({
    ...room,
    ...{ program: describe(name), kind: 'cpu', priority },
  });
  return {
    chat: createModelPool(describePool('chat', 'interactive')),
    images: createModelPool(describePool('images', 'batch')),
    speech: createModelPool(describePool('speech', 'interactive')),
    // A long call in libvips hears nothing, and starting it again costs little.
    'image-ops': createEngineProcess({ ...describe('image-ops'), hearsCancelWithinMs: 1500 }),
    embeddings: createModelPool(describePool('embeddings', 'interactive')),
  };
}

function mapEngines<R>(
  engines: ServerEngines,
  read: (engine: Pick<EngineProcess<unknown>, 'state' | 'pid' | 'end'>) => R,
): Record<EngineName, R> {
  return {
    chat: read(engines.chat),
    images: read(engines.images),
    speech: read(engines.speech),
    'image-ops': read(engines['image-ops']),
    embeddings: read(engines.embeddings),
  };
}

function createImageOps(
  engine: EngineProcess<ImageOpsProcess>,
  { maxPixels, maxSeconds }: ServicesOptions['settings'],
): ImageOpsEngine {
  const turns = createTurns();
  return {
    async *process(request, signal) {
      const limits = { maxPixels, ...request.limits };
      const packed = await packRequest({ ...request, limits });
      // One at a time: to end a process that hears no cancel must not end what others wait for.
      const release = await traceWait(() => turns.take(signal));
      try {
        const run = (own: AbortSignal) =>
          engine.iterate((remote, sent) => remote.process(packed, sent), own);
        for await (const event of limitTime(maxSeconds, signal, run)) yield unpackEvent(event);
      } finally {
        release();
      }
    },
  };
}

/** Without loss, upright and in sRGB. */
async function decodePicture(
  imageOps: ImageOpsEngine,
  file: Blob,
  signal: AbortSignal,
): Promise<PixelImage> {
  const operations = [{ op: 'convert', options: { format: 'png' } }];
  let finish: Extract<ImageOpsEvent, { type: 'finish' }> | undefined;
  for await (const event of imageOps.process({ file, operations }, signal))
    if (event.type === 'finish') finish = event;
  const [png] = finish?.files ?? [];
  if (!png) throw new EngineError('internal', 'The picture was not decoded.');
  return decodePng(new Uint8Array(await png.file.arrayBuffer()));
}
