import type { BrowserDevice } from '../engine/device.ts';
import { EngineError, type ErrorCode } from '../engine/errors.ts';
import type { GpuUser, LeasePriority } from '../engine/gpu/gpu-lease.ts';
import type { LeasedWork } from '../engine/gpu/with-lease.ts';
import type { LoadedModel, ModelChoice } from '../engine/models/model-choice.ts';
import { joinSharing, type GpuSharing, type MemoryChoice } from './gpu-sharing.ts';
import { createObservable, type Observable } from './observable.ts';
import type { ModelMarks } from './models/model-marks.ts';
import {
  connectWorker,
  STOP_WITHIN_MS,
  type WorkerConnection,
  type WorkerOptions,
} from './worker-connection.ts';

/** A model in a worker of this page, which has no devices but a browser's. */
export type ResidentModel = LoadedModel<BrowserDevice>;

/** What a worker is started for: a runtime serves one device, and memory is never given back. */
type Purpose = Required<Pick<ModelChoice, 'device'>> & { model?: string };

/** A worker that has one model in memory, and shares the device with the other engines. */
export interface ResidentWorker<T> extends Omit<WorkerConnection<T>, 'end'> {
  /** The model in memory. */
  readonly resident: Observable<ResidentModel | null>;
  /** Ends the worker and with it all that the model takes. Calls in flight end with `aborted`. */
  unload(): void;
  /** Claims a worker that has done nothing yet for a device; `false` where it has a purpose. */
  claim(device: Purpose['device']): boolean;
  /**
   * Ends a worker that was started for another model or device, unless it computes. One model after
   * the other in one worker would leave the memory of the first behind. `ownWork`: how many of the
   * running computations are the caller's.
   */
  makeRoom(choice: Pick<ModelChoice, 'model' | 'device'>, ownWork?: number): void;
  /** Notes what is in memory from now on. */
  keep(loaded: LoadedModel): void;
  /** Loading a large model may take longer than a stop is waited for: that is not its fault. */
  whileLoading<R>(start: () => Promise<R>): Promise<R>;
  /** The events as they are; what one says of a loaded model is kept. */
  keepLoaded<E extends { type: string }>(events: AsyncIterable<E>): AsyncGenerator<E>;
  /**
   * Loads under a lease. It is not running work: who asks for another model meanwhile need not wait
   * for this one.
   */
  load(
    choice: ModelChoice,
    start: (signal: AbortSignal) => Promise<LoadedModel>,
    signal: AbortSignal,
  ): Promise<LoadedModel>;
  /**
   * Computes under a lease for the choice and for what stays in memory beside it. While it runs,
   * `makeRoom` leaves the worker alone.
   */
  compute<E>(
    choice: MemoryChoice,
    work: LeasedWork<E>,
    signal: AbortSignal,
    beside?: readonly MemoryChoice[],
  ): AsyncGenerator<E>;
}

export interface ResidentWorkerOptions {
  owner: GpuUser['owner'];
  priority: LeasePriority;
  /** Starts the worker under the given name. */
  create: WorkerOptions<unknown>['create'];
  /** Where a model is noted that did not answer Stop, or failed. */
  marks?: ModelMarks | undefined;
  /** Told when all that was in memory is gone. */
  onForget?(): void;
}

/** Without `sharing` the engine takes what it needs when it needs it. */
export function createResidentWorker<T>(
  sharing: GpuSharing | undefined,
  { owner, priority, create, marks, onForget }: ResidentWorkerOptions,
  connect: (options: WorkerOptions<T>) => WorkerConnection<T> = connectWorker,
): ResidentWorker<T> {
  const resident = createObservable<ResidentModel | null>(null);
  const shared = joinSharing(sharing, { owner, priority, unload });
  const { call, iterate, end } = connect({
    create,
    onCrash,
    stopWithinMs: STOP_WITHIN_MS,
  });
  let running = 0;
  let loading = 0;
  let computing: string | undefined;
  /** Stays when the worker dies: the next one is started for the same. */
  let purpose: Purpose | undefined;

  function onCrash({ details, message }: EngineError): void {
    const model = computing ?? purpose?.model;
    if (details.isForced && model && loading === 0) marks?.mark(model, message);
    forget();
  }
  function forget(): void {
    onForget?.();
    resident.update(() => null);
    shared.freed();
  }
  /** Notes what says of the model that it does not run here; a request may fail for many reasons. */
  function noteFailure(model: string, thrown: unknown): void {
    const { code, details } = EngineError.from(thrown);
    if (details.isForced) return;
    const isLoaded = resident.getState()?.model === model;
    if (FAILURES.has(code) || (!isLoaded && FAILURES_TO_LOAD.has(code)))
      marks?.noteFailure(model, code);
  }
  function unload(): void {
    end();
    purpose = undefined;
    forget();
  }
  function keep(loaded: LoadedModel): void {
    resident.update(() => loaded as ResidentModel);
  }
  async function whileLoading<R>(start: () => Promise<R>): Promise<R> {
    loading++;
    try {
      return await start();
    } finally {
      loading--;
    }
  }
  async function* loadNow(start: () => Promise<LoadedModel>): AsyncGenerator<LoadedModel> {
    const loaded = await whileLoading(start);
    keep(loaded);
    yield loaded;
  }

  return {
    call,
    iterate,
    resident,
    unload,
    keep,
    whileLoading,
    claim(device) {
      if (purpose) return false;
      purpose = { device };
      return true;
    },
    makeRoom({ model, device = 'auto' }, ownWork = 0) {
      const isOther = purpose && (purpose.device !== device || (purpose.model ?? model) !== model);
      if (isOther && running === ownWork) unload();
      purpose = { model, device };
    },
    async *keepLoaded(events) {
      let isLoading = false;
      const note = (now: boolean) => {
        loading += Number(now) - Number(isLoading);
        isLoading = now;
      };
      try {
        for await (const event of events) {
          note(event.type === 'load-start');
          if (isLoadEnd(event)) keep(event);
          yield event;
        }
      } finally {
        note(false);
      }
    },
    async load(choice, start, signal) {
      const work = {
        start: (own: AbortSignal) => loadNow(() => start(own)),
        isResult: () => true,
      };
      return takeLoaded(shared.iterate(choice, work, signal)).catch((thrown: unknown) => {
        noteFailure(choice.model, thrown);
        throw thrown;
      });
    },
    async *compute(choice, work, signal, beside) {
      running++;
      computing = choice.model;
      try {
        yield* shared.iterate(choice, work, signal, beside);
        marks?.clear(choice.model);
      } catch (thrown) {
        noteFailure(choice.model, thrown);
        throw thrown;
      } finally {
        if (--running === 0) computing = undefined;
      }
    },
  };
}

/** What says of a model that it fails on this device, whenever it happens. */
const FAILURES: ReadonlySet<ErrorCode> = new Set([
  'device_lost',
  'engine_crashed',
  'gpu_timeout',
  'invalid_output',
  'out_of_memory',
]);
/** The same while a model is loaded; later these are about what it was asked for. */
const FAILURES_TO_LOAD: ReadonlySet<ErrorCode> = new Set(['internal', 'not_supported']);

/** The model that an iteration yields when it is in memory. */
export async function takeLoaded(events: AsyncIterable<LoadedModel>): Promise<LoadedModel> {
  for await (const loaded of events) return loaded;
  throw new EngineError('internal', 'The engine loaded nothing.');
}

function isLoadEnd(event: { type: string }): event is { type: string } & LoadedModel {
  return event.type === 'load-end';
}
