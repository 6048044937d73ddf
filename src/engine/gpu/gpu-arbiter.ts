import type { BrowserDevice } from '../device.ts';
import { EngineError } from '../errors.ts';
import type { GpuBoard, ResidentNote, WaitingNote } from './gpu-board.ts';
import type { GpuArbiter, LeaseRequest } from './gpu-lease.ts';
import { createResidents } from './residents.ts';
import { startLease } from './start-lease.ts';
import { chooseToUnload, goesBefore, latestResidents } from './turn-order.ts';

export interface ArbiterOptions {
  board: GpuBoard;
  /**
   * What all residents of a device may take together. A guess: no browser tells how much memory a
   * GPU has.
   */
  budgetBytes: Readonly<Record<BrowserDevice, number>>;
  /** A model unused for this long is unloaded. Default: a quarter of an hour. */
  idleMs?: number;
  /** ms since 1970; for tests. */
  now?: () => number;
}

/** Finer than Date.now(): orders two arrivals in the same millisecond. */
const readClock = () => performance.timeOrigin + performance.now();
const IDLE_MS = 15 * 60_000;
/** Ending a worker takes a moment; a tab that does not answer at all is not waited for. */
const FREE_WITHIN_MS = 5000;

export function createGpuArbiter({
  board,
  budgetBytes,
  idleMs = IDLE_MS,
  now = readClock,
}: ArbiterOptions): GpuArbiter {
  const residents = createResidents(board, idleMs, now);
  board.onAskedToFree((id) => {
    const owner = residents.ownerOf(id);
    if (owner !== undefined) residents.unload(owner);
  });

  const listResidents = async (device: LeaseRequest['device']) =>
    latestResidents(await board.read()).filter((note) => note.device === device);

  /**
   * Holds the turn only if no waiting work has precedence. Any that has is also asking for the
   * turn, so it will get it.
   */
  async function takeTurn(note: WaitingNote, signal: AbortSignal): Promise<() => void> {
    for (;;) {
      const pass = await board.takeTurn(signal);
      const others = (await board.read()).filter((other) => other.kind === 'waiting');
      if (!others.some((other) => other.id !== note.id && goesBefore(other, note, now())))
        return pass;
      pass();
    }
  }
  /** Whether waiting work has precedence over work of this kind that asks again now. */
  async function mustGiveWay({ owner, priority }: LeaseRequest, since: number): Promise<boolean> {
    const own = { kind: 'waiting', id: '', owner, priority, since, waitsFrom: now() } as const;
    return (await board.read()).some(
      (note) => note.kind === 'waiting' && goesBefore(note, own, now()),
    );
  }
  /**
   * `onPosted` runs once the others know of the wait: a turn passed on then cannot go to a later
   * arrival.
   */
  async function waitForTurn(
    request: LeaseRequest,
    since: number,
    signal: AbortSignal,
    onPosted?: () => void,
  ): Promise<() => void> {
    const { owner, priority, device } = request;
    if (device === 'wasm') return () => undefined;
    const note = {
      kind: 'waiting',
      id: crypto.randomUUID(),
      owner,
      priority,
      since,
      waitsFrom: now(),
    } as const;
    const takeDown = await board.post(note);
    try {
      onPosted?.();
      return await takeTurn(note, signal);
    } finally {
      takeDown();
    }
  }

  async function free(note: ResidentNote): Promise<boolean> {
    const owner = residents.ownerOf(note.id);
    return owner === undefined ? board.askToFree(note, FREE_WITHIN_MS) : residents.unload(owner);
  }
  async function makeRoom({ owner, device, bytes }: LeaseRequest): Promise<void> {
    const others = (await listResidents(device)).filter(({ id }) => id !== residents.idOf(owner));
    await Promise.all(chooseToUnload(others, bytes, budgetBytes[device]).map(free));
  }

  return {
    register(user) {
      residents.add(user);
      return { freed: () => residents.forget(user.owner) };
    },
    async lease(request, signal) {
      check(request, residents.has(request.owner));
      const timeout =
        request.waitMs === undefined ? undefined : AbortSignal.timeout(request.waitMs);
      const either = timeout ? AbortSignal.any([signal, timeout]) : signal;
      try {
        const since = now();
        const pass = await waitForTurn(request, since, either);
        try {
          await makeRoom(request);
          await residents.occupy(request.owner, request.device, request.bytes);
        } catch (thrown) {
          pass();
          throw thrown;
        }
        return startLease(request, pass, {
          mustGiveWay: () => mustGiveWay(request, since),
          waitAgain: (own, passOn) => waitForTurn(request, since, own, passOn),
          end: () => residents.rest(request.owner),
          unload: () => residents.unload(request.owner, true),
        });
      } catch (thrown) {
        if (timeout?.aborted && !signal.aborted) throw waitedTooLong(request);
        throw EngineError.from(thrown);
      }
    },
    async freeAll({ owner, device }) {
      residents.unload(owner, true);
      const others = (await listResidents(device)).filter(({ id }) => id !== residents.idOf(owner));
      const kept = (await Promise.all(
        others.map(async (note) => ((await free(note)) ? 0 : note.bytes)),
      )) as number[];
      return Math.max(0, budgetBytes[device] - kept.reduce((sum, bytes) => sum + bytes, 0));
    },
    async free(id) {
      const note = latestResidents(await board.read()).find((resident) => resident.id === id);
      return !note || (!note.isBusy && free(note));
    },
    async view() {
      const notes = await board.read();
      const waiting = notes.filter((note) => note.kind === 'waiting');
      const latest = latestResidents(notes).sort((a, b) => b.lastUsedAt - a.lastUsedAt);
      return {
        residents: latest.map((note) => ({
          ...note,
          isHere: residents.ownerOf(note.id) !== undefined,
        })),
        waiting: waiting.sort((a, b) => (goesBefore(a, b, now()) ? -1 : 1)),
        budgetBytes,
      };
    },
  };
}

function check({ owner, bytes }: LeaseRequest, isKnown: boolean): void {
  if (!isKnown)
    throw new EngineError(
      'invalid_request',
      `"${owner}" has not registered with the arbiter of the GPU.`,
    );
  if (!(bytes >= 0))
    throw new EngineError('invalid_request', `A lease needs its bytes, not ${bytes}.`);
}

function waitedTooLong({ owner, waitMs = 0 }: LeaseRequest): EngineError {
  return new EngineError(
    'gpu_timeout',
    `The GPU was busy for ${Math.round(waitMs / 1000)} seconds. Stop other work, in this tab or another, and try again.`,
    { details: { owner, waitMs } },
  );
}
