import type {
  DiffusionEngine,
  ImageEvent,
  ImageModelChoice,
  ImageRequest,
} from '../engine/diffusion/diffusion-engine.ts';
import { EngineError } from '../engine/errors.ts';
import type { LoadedModel } from '../engine/models/model-choice.ts';
import type { Upscaler } from '../engine/upscale/upscaler.ts';
import type { GpuSharing } from './gpu-sharing.ts';
import type { ModelMarks } from './models/model-marks.ts';
import { createResidentWorker, takeLoaded, type ResidentWorker } from './resident-worker.ts';

type DiffusionWorker = DiffusionEngine & Upscaler;

/**
 * The diffusion engine and the upscaler in their worker, and what the interface needs to know of
 * them.
 */
export interface DiffusionClient
  extends DiffusionWorker, Pick<ResidentWorker<DiffusionWorker>, 'resident' | 'unload'> {}

/** Runs one network after the other in the least memory. */
const SPARING: Partial<ImageModelChoice> = { memoryBudgetBytes: 0 };
/** Room is made when the turn has come: by then the computation counts as running itself. */
const OWN_WORK = 1;

/** Without `sharing` the engine takes memory when it needs it. */
export function createDiffusionClient(sharing?: GpuSharing, marks?: ModelMarks): DiffusionClient {
  const worker = createResidentWorker<DiffusionWorker>(sharing, {
    owner: 'images',
    priority: 'batch',
    marks,
    create: (name) =>
      new Worker(new URL('../../workers/diffusion.worker.ts', import.meta.url), {
        type: 'module',
        name,
      }),
    onForget: () => (upscaler = undefined),
  });
  /** Models that did not fit as a whole in this session. */
  const tight = new Set<string>();
  /** The upscaler that the living worker has in memory, beside the model that draws. */
  let upscaler: ImageModelChoice | undefined;

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
    const drawing = worker.resident.getState();
    const beside = choice === upscaler ? drawing && [drawing] : upscaler && [upscaler];
    yield* worker.compute(choice, { start, isResult }, signal, beside ?? []);
  }
  function generateOnce(request: ImageRequest, signal: AbortSignal): AsyncGenerator<ImageEvent> {
    const events = worker.iterate((engine, own) => engine.generate(spare(request), own), signal);
    return worker.keepLoaded(events);
  }
  async function* generate(request: ImageRequest, signal: AbortSignal): AsyncGenerator<ImageEvent> {
    worker.makeRoom(request, OWN_WORK);
    let isAnyDone = false;
    try {
      for await (const event of generateOnce(request, signal)) {
        isAnyDone ||= event.type === 'image-end';
        yield event;
      }
    } catch (thrown) {
      if (isAnyDone || !canSpare(thrown, request)) throw thrown;
      yield* generateOnce(request, signal);
    }
  }
  async function* load(choice: ImageModelChoice, signal: AbortSignal): AsyncGenerator<LoadedModel> {
    worker.makeRoom(choice, OWN_WORK);
    const once = () =>
      worker.whileLoading(() =>
        worker.call((engine, own) => engine.load(spare(choice), own), signal),
      );
    const loaded = await once().catch((thrown: unknown) => {
      if (canSpare(thrown, choice)) return once();
      throw thrown;
    });
    worker.keep(loaded);
    yield loaded;
  }

  return {
    resident: worker.resident,
    unload: worker.unload,
    load: (choice, signal) =>
      takeLoaded(
        compute(
          choice,
          signal,
          (own) => load(choice, own),
          () => true,
        ),
      ),
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
