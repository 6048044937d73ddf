import { EngineError, whenAborted } from '../../src/engine/errors.ts';
import type { LeasePriority } from '../../src/engine/gpu/gpu-lease.ts';
import { goesBefore, type Waiting } from '../../src/engine/gpu/turn-order.ts';
import { createTurns, type Turns } from '../../src/engine/turns.ts';
import { createBell } from './bell.ts';
import type { DeviceKind, DeviceMemory, MemoryReader } from './device-memory.ts';
import { createLedger, type MemoryUser, type Residence, type ResidentModel } from './ledger.ts';
import { planRoom } from './plan-room.ts';

export interface RoomRequest {
  user: MemoryUser;
  /** Where it runs if it can: without a GPU all models are in the machine's own memory. */
  kind: DeviceKind;
  /** That it will take, about; what it takes is measured once it is loaded. */
  bytes: number;
  priority: LeasePriority;
  /** Whether others may be unloaded for it. Default: true. */
  mayUnload?: boolean;
}

/** The right to compute with a model, which is not unloaded meanwhile. Give it back in `finally`. */
export interface MemoryLease {
  /** Ids of the devices that the model is in, or is to be loaded into. */
  readonly devices: readonly string[];
  /** It is in memory now: measures it. `isOnProcessor`: it went there, wherever it was to go. */
  loaded(isOnProcessor: boolean): Promise<void>;
  release(): void;
}

export interface MemoryView {
  devices: readonly DeviceMemory[];
  residents: readonly ResidentModel[];
  /** Models that wait until there is room, in the order in which they get it. */
  waiting: readonly { owner: string; priority: LeasePriority; since: number }[];
}

/**
 * Shares the memory of all devices between the models of one machine, each in a process of its own. A
 * model that is in memory is used at once, by as many requests as come. For another one there must be
 * room, by what is free just then: others are unloaded, the least recently used first and never one in
 * use; where that is not enough, it waits until one is not. Waiting models go in the order of the
 * browser's arbiter (`turn-order.ts`).
 */
export interface MemoryArbiter {
  /** Throws `aborted`, and `out_of_memory` where nothing may be unloaded and there is no room. */
  lease(request: RoomRequest, signal: AbortSignal): Promise<MemoryLease>;
  has(owner: string): boolean;
  /** The owner's process has ended, whyever: its memory is free. */
  forget(owner: string): void;
  /** Measures all there is. */
  view(): Promise<MemoryView>;
}

export interface MemoryArbiterOptions {
  reader: MemoryReader;
  /** Of each device, left free. */
  reserveBytes: number;
  /** Milliseconds since 1970; for tests. */
  now?(): number;
}

interface Waiter extends Waiting {
  owner: string;
  /** Of memory that it waits for. */
  kind: DeviceKind;
  /** Whose end it waits for: new requests of these wait behind it. */
  wants: ReadonlySet<string>;
}

export function createMemoryArbiter(options: MemoryArbiterOptions): MemoryArbiter {
  const { reader, now = Date.now } = options;
  const ledger = createLedger(options);
  const waiters = new Set<Waiter>();
  const bell = createBell();
  const turns: Readonly<Record<DeviceKind, Turns>> = { cpu: createTurns(), gpu: createTurns() };

  function startLease(residence: Residence): MemoryLease {
    let isOver = false;
    ledger.begin(residence);
    return {
      devices: residence.devices,
      async loaded(isOnProcessor) {
        if (!residence.isLoaded) await ledger.measure(residence, isOnProcessor);
        bell.ring();
      },
      release() {
        if (isOver) return;
        isOver = true;
        ledger.end(residence);
        bell.ring();
      },
    };
  }
  /** Whether waiting work that goes before needs the memory of this owner. */
  const isWanted = (owner: string, own: Waiting) =>
    [...waiters].some((other) => other.wants.has(owner) && goesBefore(other, own, now()));
  const isFirst = (waiter: Waiter) =>
    ![...waiters].some(
      (other) => other !== waiter && other.kind === waiter.kind && goesBefore(other, waiter, now()),
    );
  /** Without a GPU, or one that is measured, all are in the machine's own memory. */
  async function findKind(wanted: DeviceKind): Promise<DeviceKind> {
    if (wanted === 'cpu') return 'cpu';
    return (await reader.readDevices()).some(({ kind }) => kind === 'gpu') ? 'gpu' : 'cpu';
  }

  /** Undefined: it must wait, until the bell rings. */
  async function tryRoom(request: RoomRequest, waiter: Waiter): Promise<Residence | undefined> {
    const known = ledger.find(request.user.owner);
    if (known) return known;
    const devices = await reader.readDevices();
    const { singles, together } = ledger.listPlaces(devices, waiter.kind);
    const plan = planRoom(singles, together, request.bytes);
    if (plan.do === 'load') return ledger.add(request.user, request.bytes, plan.place, devices);
    if (request.mayUnload === false) throw noRoom(request, together.freeBytes);
    if (plan.do === 'wait') {
      waiter.wants = new Set(plan.models.map(({ user }) => user.owner));
      return undefined;
    }
    await Promise.all(plan.models.map(({ user }) => unload(user)));
    return tryRoom(request, waiter);
  }
  async function unload(user: MemoryUser): Promise<void> {
    ledger.forget(user.owner);
    await user.unload();
  }
  /** Takes turns, so that two never count on the same room. */
  async function waitForRoom(
    request: RoomRequest,
    waiter: Waiter,
    signal: AbortSignal,
  ): Promise<MemoryLease> {
    const stopped = whenAborted(signal);
    for (;;) {
      const pass = await Promise.race([turns[waiter.kind].take(signal), stopped]);
      try {
        if (isFirst(waiter)) {
          const { rings } = bell;
          const residence = await tryRoom(request, waiter);
          if (residence) return startLease(residence);
          await bell.wait(rings, stopped);
        }
      } finally {
        pass();
      }
    }
  }
  return {
    async lease(request, signal) {
      const { owner } = request.user;
      const since = now();
      const waiting: Waiting = {
        ...{ id: crypto.randomUUID(), priority: request.priority, since, waitsFrom: since },
      };
      const known = ledger.find(owner);
      if (known && !isWanted(owner, waiting)) return startLease(known);
      const kind = await findKind(request.kind);
      const waiter: Waiter = { ...waiting, owner, kind, wants: new Set() };
      waiters.add(waiter);
      // Whoever waits for room lets work with precedence go first.
      bell.ring();
      try {
        return await waitForRoom(request, waiter, signal);
      } finally {
        waiters.delete(waiter);
      }
    },
    has: (owner) => ledger.find(owner) !== undefined,
    forget(owner) {
      ledger.forget(owner);
      bell.ring();
    },
    async view() {
      const residents = await ledger.list();
      const order = [...waiters].sort((a, b) => (goesBefore(a, b, now()) ? -1 : 1));
      return {
        devices: await reader.readDevices(),
        residents,
        waiting: order.map(({ owner, priority, since }) => ({ owner, priority, since })),
      };
    },
  };
}

function noRoom({ user, bytes }: RoomRequest, availableBytes: number): EngineError {
  return new EngineError(
    'out_of_memory',
    `There is no room for ${user.model} beside the models in memory.`,
    { details: { requestedBytes: bytes, availableBytes } },
  );
}
