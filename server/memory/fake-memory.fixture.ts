import type { MemoryUser } from './ledger.ts';
import type { DeviceMemory, MemoryReader } from './device-memory.ts';
import { createMemoryArbiter, type MemoryLease, type RoomRequest } from './memory-arbiter.ts';

/** A process that takes memory once it is loaded, until it ends. */
export interface FakeModel {
  request: RoomRequest;
  /** Takes a lease and loads, if that is not done. */
  use(signal?: AbortSignal): Promise<MemoryLease>;
  /** Its process dies by itself. */
  crash(): void;
  /** Ends that the arbiter asked for. */
  readonly unloads: number;
}

type ModelOptions = Partial<RoomRequest> & {
  /** What it really takes; as told by default. */
  takes?: number;
  isWarm?: boolean;
};

/** A machine whose memory only its models use, and a clock that moves with each reading. */
export function createFakeMachine(totals: Readonly<Record<string, number>>) {
  const holds = new Map<number, Map<string, number>>();
  const unloaded: string[] = [];
  let clock = 0;
  let lastPid = 0;
  const freeOf = (id: string) =>
    [...holds.values()].reduce((free, held) => free - (held.get(id) ?? 0), totals[id] ?? 0);
  const reader: MemoryReader = {
    readDevices: async () =>
      Object.entries(totals).map(([id, totalBytes]): DeviceMemory => ({
        ...{ id, kind: id === 'cpu' ? 'cpu' : 'gpu', name: id, totalBytes },
        freeBytes: freeOf(id),
      })),
    readProcess: async (pid) => holds.get(pid) ?? new Map<string, number>(),
  };
  const arbiter = createMemoryArbiter({ reader, reserveBytes: 0, now: () => ++clock });

  function createModel(name: string, bytes: number, options: ModelOptions = {}): FakeModel {
    const { takes = bytes, isWarm = false, ...rest } = options;
    const owner = `fake/${name}`;
    let pid: number | undefined;
    let unloads = 0;
    const end = () => {
      if (pid !== undefined) holds.delete(pid);
      pid = undefined;
      arbiter.forget(owner);
    };
    const user: MemoryUser = {
      ...{ owner, engine: 'fake', model: name, isWarm, pid: () => pid },
      async unload() {
        // A process takes a moment to end.
        await new Promise((resolve) => setTimeout(resolve, 1));
        unloads++;
        unloaded.push(name);
        end();
      },
    };
    const request: RoomRequest = { user, kind: 'cpu', bytes, priority: 'interactive', ...rest };
    return {
      request,
      async use(signal = new AbortController().signal) {
        const lease = await arbiter.lease(request, signal);
        if (pid === undefined) {
          pid = ++lastPid;
          const share = takes / lease.devices.length;
          holds.set(pid, new Map(lease.devices.map((id) => [id, share])));
        }
        await lease.loaded(false);
        return lease;
      },
      crash: end,
      get unloads() {
        return unloads;
      },
    };
  }
  return { arbiter, reader, createModel, unloaded, passTime: (ms: number) => (clock += ms) };
}
