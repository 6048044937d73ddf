import type {
  DiffusionEngine,
  ImageEvent,
  ImageModelChoice,
  ImageRequest,
} from '../engine/diffusion/diffusion-engine.ts';
import { EngineError } from '../engine/errors.ts';
import type { LoadedModel } from '../engine/models/model-choice.ts';
import { joinSharing, type GpuSharing } from './gpu-sharing.ts';
import type { Upscaler } from '../engine/upscale/upscaler.ts';
import { createObservable, type Observable } from './observable.ts';
import { connectWorker } from './worker-connection.ts';

/**
 * The diffusion engine and the upscaler in their worker, and what the interface needs to know of
 * them.
 */
export interface DiffusionClient extends DiffusionEngine, Upscaler {
  /** The model in memory. */
  readonly resident: Observable<LoadedModel | null>;
  /**
   * Ends the worker and with it all that the model takes. A running request ends with `aborted`.
   */
  unload(): void;
}

/** Runs one network after the other in the least memory. */
const SPARING: Partial<ImageModelChoice> = { memoryBudgetBytes: 0 };

/** Without `sharing` the engine takes memory when it needs it. */
export function createDiffusionClient(sharing?: GpuSharing): DiffusionClient {
  const resident = createObservable<LoadedModel | null>(null);
  const shared = joinSharing(sharing, { owner: 'images', priority: 'batch', unload });
  const forget = () => {
    upscaler = undefined;
    resident.update(() => null);
    shared.freed();
  };
  const worker = connectWorker<DiffusionEngine & Upscaler>({
    create: (name) =>
      new Worker(new URL('../../workers/diffusion.worker.ts', import.meta.url), {
        type: 'module',
        name,
      }),
    onCrash: forget,
  });
  /** Models that did not fit as a whole in this session. */
  const tight = new Set<string>();
  let running = 0;
  /** What the living worker was started for. */
  let startedFor: Pick<ImageModelChoice, 'model' | 'device'> | undefined;
  /** The upscaler that the living worker has in memory, beside the model that draws. */
  let upscaler: ImageModelChoice | undefined;

  function unload(): void {
    worker.end();
    startedFor = undefined;
    forget();
  }
  /**
   * One model after the other in one worker would leave the memory of the first behind, and a
   * runtime serves one device.
   */
  function makeRoom({ model, device = 'auto' }: ImageModelChoice): void {
    const isOther = startedFor && (startedFor.model !== model || startedFor.device !== device);
    if (isOther && running === 1) unload();
    startedFor = { model, device };
  }
  function spare<T extends ImageModelChoice>(choice: T): T {
    return tight.has(choice.model) ? { ...SPARING, ...choice } : choice;
  }
  /**
   * Whether it is worth trying once more, in less memory. The worker whose memory is full has been
   * ended by now.
   */
  function canSpare(thrown: unknown, { model }: ImageModelChoice): boolean {
    const error = EngineError.from(thrown);
    if (error.code !== 'out_of_memory' || tight.has(model)) return false;
    tight.add(model);
    return true;
  }

  /**
   * Every computation passes here and waits for its turn. A picture takes long, so questions may go
   * first between its steps.
   */
  async function* compute<T>(
    choice: ImageModelChoice,
    signal: AbortSignal,
    start: (signal: AbortSignal) => AsyncGenerator<T>,
    isResult: (event: T) => boolean,
  ): AsyncGenerator<T> {
    running++;
    try {
      const drawing = resident.getState();
      const beside = choice === upscaler ? drawing && [drawing] : upscaler && [upscaler];
      yield* shared.iterate(choice, { start, isResult }, signal, beside ?? []);
    } finally {
      running--;
    }
  }
  function generateOnce(request: ImageRequest, signal: AbortSignal): AsyncGenerator<ImageEvent> {
    return worker.iterate((engine, own) => engine.generate(spare(request), own), signal);
  }
  async function* generate(request: ImageRequest, signal: AbortSignal): AsyncGenerator<ImageEvent> {
    makeRoom(request);
    let isAnyDone = false;
    try {
      for await (const event of generateOnce(request, signal)) {
        if (event.type === 'load-end') resident.update(() => event);
        isAnyDone ||= event.type === 'image-end';
        yield event;
      }
    } catch (thrown) {
      if (isAnyDone || !canSpare(thrown, request)) throw thrown;
      yield* generateOnce(request, signal);
    }
  }
  async function* load(choice: ImageModelChoice, signal: AbortSignal): AsyncGenerator<LoadedModel> {
    makeRoom(choice);
    const once = () => worker.call((engine, own) => engine.load(spare(choice), own), signal);
    const loaded = await once().catch((thrown: unknown) => {
      if (canSpare(thrown, choice)) return once();
      throw thrown;
    });
    resident.update(() => loaded);
    yield loaded;
  }

  return {
    resident,
    unload,
    async load(choice, signal) {
      const work = (own: AbortSignal) => load(choice, own);
      for await (const loaded of compute(choice, signal, work, () => true)) return loaded;
      throw new EngineError('internal', 'The engine loaded nothing.');
    },
    measurePrompt: (model, prompt) => worker.call((engine) => engine.measurePrompt(model, prompt)),
    generate: (request, signal) =>
      compute(
        request,
        signal,
        (own) => generate(request, own),
        ({ type }) => type === 'image-end',
      ),
    upscale(request, signal) {
      const { model, device } = request;
      upscaler = { model, ...(device ? { device } : {}) };
      return compute(
        upscaler,
        signal,
        (own) => worker.iterate((engine, worked) => engine.upscale(request, worked), own),
        ({ type }) => type === 'image-end',
      );
    },
  };
}
