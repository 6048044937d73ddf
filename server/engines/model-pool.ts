import type { Remote } from 'comlink';
import type { EngineState } from '../../src/api/services.ts';
import type { LeasePriority } from '../../src/engine/gpu/gpu-lease.ts';
import { CPU_DEVICE, type DeviceKind } from '../memory/device-memory.ts';
import type { MemoryUser } from '../memory/ledger.ts';
import type { MemoryArbiter, MemoryLease } from '../memory/memory-arbiter.ts';
import {
  createEngineProcess,
  type EngineProcess,
  type EngineProcessOptions,
} from './engine-process.ts';
import type { ProcessReport } from './process-report.ts';

/** What all pools of a server share. */
export interface PoolRoom {
  arbiter: MemoryArbiter;
  /** About what a model will take, in bytes. */
  estimateBytes(model: string): Promise<number>;
  /** Models that are not ended for having no work, and unloaded last. */
  warm: ReadonlySet<string>;
}

export interface ModelPoolOptions extends PoolRoom {
  program: EngineProcessOptions;
  /** Where its models run if they can. */
  kind: DeviceKind;
  priority: LeasePriority;
}

type Invoke<T, R> = (engine: Remote<T>, signal: AbortSignal) => Promise<R>;

/**
 * An engine with a process for each model that is in memory, as many as there is room for. A call waits
 * until its model has room.
 */
export interface ModelPool<T> {
  call<R>(model: string, invoke: Invoke<T, R>, signal: AbortSignal): Promise<R>;
  iterate<E>(
    model: string,
    invoke: Invoke<T, AsyncIterable<E>>,
    signal: AbortSignal,
  ): AsyncGenerator<E>;
  /** Brings a model into memory if there is room beside the others; throws `out_of_memory` if not. */
  warmUp(model: string, invoke: Invoke<T, unknown>, signal: AbortSignal): Promise<void>;
  /** `down` if any of its processes is, else that of the one that is furthest. */
  readonly state: EngineState;
  /** Of the first process that runs. */
  readonly pid: number | undefined;
  /** Processes that were started once; at least one. */
  processes(): ProcessReport[];
  end(): void;
}

interface Member<T> {
  user: MemoryUser;
  process: EngineProcess<T>;
  /** Has the process run where the lease says. */
  moveTo(devices: readonly string[]): Promise<void>;
}

const STATES: readonly EngineState[] = ['down', 'ready', 'starting', 'idle'];

export function createModelPool<T>(options: ModelPoolOptions): ModelPool<T> {
  const { program, arbiter, estimateBytes, priority } = options;
  const members = new Map<string, Member<T>>();
  let { kind } = options;

  function memberOf(model: string): Member<T> {
    const member = members.get(model) ?? createMember<T>(model, options);
    members.set(model, member);
    return member;
  }
  async function enter(model: string, signal: AbortSignal, mayUnload = true) {
    const member = memberOf(model);
    const { user, process, moveTo } = member;
    const bytes = await estimateBytes(model);
    const lease = await arbiter.lease({ user, kind, bytes, priority, mayUnload }, signal);
    await moveTo(lease.devices);
    return { lease, process };
  }
  /** Not waited for: nobody's answer depends on it. */
  function note(lease: MemoryLease, isOnProcessor: boolean): void {
    if (isOnProcessor) kind = 'cpu';
    lease.loaded(isOnProcessor).catch(() => undefined);
  }
  async function call<R>(
    model: string,
    invoke: Invoke<T, R>,
    signal: AbortSignal,
    mayUnload?: boolean,
  ): Promise<R> {
    const { lease, process } = await enter(model, signal, mayUnload);
    try {
      const result = await process.call(invoke, signal);
      note(lease, kind === 'cpu' || isOnProcessor(result));
      return result;
    } finally {
      lease.release();
    }
  }
  const list = () => [...members.values()].map(({ process }) => process);
  return {
    call: (model, invoke, signal) => call(model, invoke, signal),
    async *iterate<E>(model: string, invoke: Invoke<T, AsyncIterable<E>>, signal: AbortSignal) {
      const { lease, process } = await enter(model, signal);
      let isLoaded = false;
      try {
        for await (const event of process.iterate(invoke, signal)) {
          if (!isLoaded && !isLoading(event)) {
            isLoaded = true;
            note(lease, kind === 'cpu' || isOnProcessor(event));
          }
          yield event;
        }
      } finally {
        lease.release();
      }
    },
    async warmUp(model, invoke, signal) {
      if (!arbiter.has(memberOf(model).user.owner)) await call(model, invoke, signal, false);
    },
    get state() {
      const states = list().map(({ state }) => state);
      return STATES.find((state) => states.includes(state)) ?? 'idle';
    },
    get pid() {
      return list().find(({ pid }) => pid !== undefined)?.pid;
    },
    processes() {
      const engine = program.name;
      if (members.size === 0)
        return [{ engine, state: 'idle', pid: undefined, running: 0, model: undefined }];
      return [...members].map(
        ([
          model,
          {
            process: { state, pid, running },
          },
        ]) => ({
          ...{ engine, state, pid, running, model },
        }),
      );
    },
    end: () => list().forEach((process) => process.end()),
  };
}

function createMember<T>(model: string, { program, arbiter, warm }: ModelPoolOptions): Member<T> {
  const owner = `${program.name}/${model}`;
  const isWarm = warm.has(model);
  const { idleMs, ...rest } = program;
  let devices: readonly string[] = [];
  let isMoving = false;
  const process = createEngineProcess<T>({
    ...rest,
    ...(idleMs !== undefined && !isWarm && { idleMs }),
    environment: () => ({ ...program.environment?.(), ...chooseGpus(devices) }),
    onEnd: () => void (isMoving || arbiter.forget(owner)),
  });
  return {
    process,
    user: {
      ...{ owner, engine: program.name, model, isWarm },
      pid: () => process.pid,
      async unload() {
        process.end();
        await process.whenGone();
      },
    },
    async moveTo(wanted) {
      const isElsewhere = wanted.join() !== devices.join();
      devices = wanted;
      if (!isElsewhere || process.pid === undefined) return;
      // It was started again by itself, after it died where its model was before.
      isMoving = true;
      process.end();
      isMoving = false;
      await process.whenGone();
    },
  };
}

/** What CUDA is to know of. On other runtimes it has no meaning. */
function chooseGpus(devices: readonly string[]): Record<string, string> {
  const gpus = devices.filter((id) => id !== CPU_DEVICE);
  return gpus.length > 0 ? { CUDA_VISIBLE_DEVICES: gpus.join(',') } : {};
}

/** Whether an event says that the model is not in memory yet. */
function isLoading(event: unknown): boolean {
  const type = typeof event === 'object' && event !== null && 'type' in event ? event.type : '';
  return typeof type === 'string' && type.startsWith('load-') && type !== 'load-end';
}

/** As `load-end` tells, and the answer of `load`. */
function isOnProcessor(loaded: unknown): boolean {
  const isTold = typeof loaded === 'object' && loaded !== null && 'adapter' in loaded;
  return isTold && loaded.adapter === null;
}
