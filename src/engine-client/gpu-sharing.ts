import {
  chooseDevice,
  type BrowserDevice,
  type DeviceInfo,
  type DevicePreference,
} from '../engine/device.ts';
import { createGpuArbiter } from '../engine/gpu/gpu-arbiter.ts';
import type { GpuArbiter, GpuUser, LeasePriority } from '../engine/gpu/gpu-lease.ts';
import { iterateWithLease, type LeasedWork } from '../engine/gpu/with-lease.ts';
import { estimateMemoryBytes } from '../engine/models/load/estimate-memory.ts';
import type { Dtype } from '../engine/models/manifest.ts';
import { chooseStoredBuild } from '../engine/models/load/choose-build.ts';
import type { InstalledModel } from '../engine/models/store/weight-store.ts';
import { createWebGpuBoard } from './web-gpu-board.ts';

/** Where a model will run and what it takes there, known before it is loaded. */
export interface MemoryNeed {
  device: BrowserDevice;
  bytes: number;
}

export interface MemoryChoice {
  model: string;
  device?: DevicePreference | undefined;
  dtype?: Dtype | undefined;
}

/** How the engines of this page share the device with each other and with other tabs. */
export interface GpuSharing {
  arbiter: GpuArbiter;
  estimate(choice: MemoryChoice): Promise<MemoryNeed>;
}

/** A kind of engine among those that share. */
export interface Sharer {
  /**
   * Works under a lease for the choice, and for what stays in memory beside it; without a `sharing`
   * at once.
   */
  iterate<E>(
    choice: MemoryChoice,
    work: LeasedWork<E>,
    signal: AbortSignal,
    beside?: readonly MemoryChoice[],
  ): AsyncGenerator<E>;
  /** The engine freed its own memory, or died. */
  freed(): void;
}

/** A large model on a slow machine loads, and reads a long prompt, for minutes without a word. */
const SILENCE_MS = 10 * 60_000;

/**
 * Lets an engine take part. Work of a `batch` engine gives way to interactive work between its
 * events.
 */
export function joinSharing(
  sharing: GpuSharing | undefined,
  user: GpuUser & { priority: LeasePriority },
): Sharer {
  const { owner, priority } = user;
  const registration = sharing?.arbiter.register(user);
  return {
    freed: () => registration?.freed(),
    async *iterate(choice, work, signal, beside = []) {
      if (!sharing) return yield* work.start(signal);
      const need = await sharing.estimate(choice);
      for (const other of beside) need.bytes += (await sharing.estimate(other)).bytes;
      yield* iterateWithLease(
        sharing.arbiter,
        { owner, priority, silenceMs: SILENCE_MS, ...need },
        work,
        signal,
      );
    },
  };
}

/**
 * What a page may know before it has asked: nothing is refused on a guess, others are only unloaded
 * sooner or later.
 */
export function createGpuSharing(
  readDevice: () => DeviceInfo | null,
  findInstalled: (model: string) => Promise<InstalledModel | undefined>,
): GpuSharing {
  const arbiter = createGpuArbiter({ board: createWebGpuBoard(), budgetBytes: guessBudgets() });
  return {
    arbiter,
    async estimate({ model, device: preference = 'auto', dtype }) {
      const info = readDevice();
      const device = (info && chooseDevice(info, preference)) ?? 'wasm';
      const installed = await findInstalled(model);
      if (!installed) return { device, bytes: 0 };
      const adapter = info?.adapter ?? null;
      const build = chooseStoredBuild(installed, { device, adapter, preference, dtype });
      if (!build) return { device, bytes: 0 };
      return {
        device: build.device,
        bytes: estimateMemoryBytes(installed.manifest, build.variant.dtype, build.device),
      };
    },
  };
}

/**
 * Chrome tells memory in steps up to 8 GB, other browsers not at all, and none how much a GPU has:
 * half of the reported memory is shared out.
 */
function guessBudgets(): Record<BrowserDevice, number> {
  const { deviceMemory = 8 } = navigator as { deviceMemory?: number };
  const budget = (deviceMemory * 1e9) / 2;
  return { webgpu: budget, wasm: budget };
}
