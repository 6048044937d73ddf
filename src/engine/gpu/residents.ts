import type { BrowserDevice } from '../device.ts';
import type { GpuBoard, ResidentNote } from './gpu-board.ts';
import type { GpuUser } from './gpu-lease.ts';

/** What one user of this tab has in memory. */
interface Residence {
  user: GpuUser;
  note: ResidentNote | undefined;
  /** Changes of the board's note, one after the other. */
  posting: Promise<() => void>;
  leases: number;
  idleTimer: ReturnType<typeof setTimeout> | undefined;
}

/** This tab's users and what they hold in memory, shared with the other tabs. */
export interface Residents {
  add(user: GpuUser): void;
  has(owner: string): boolean;
  /** The id of its note, by which others know it. */
  idOf(owner: string): string;
  /** Notes that the owner computes with this much memory. */
  occupy(owner: string, device: BrowserDevice, bytes: number): Promise<void>;
  /** Notes that a lease has ended. */
  rest(owner: string): void;
  /** Forgets what the owner held. */
  forget(owner: string): void;
  /** Unloads the owner; `false` if it is busy and not forced. */
  unload(owner: string, isForced?: boolean): boolean;
  ownerOf(id: string): string | undefined;
}

export function createResidents(board: GpuBoard, idleMs: number, now: () => number): Residents {
  const tab = crypto.randomUUID();
  const residences = new Map<string, Residence>();
  const idOf = (owner: string) => `${tab}/${owner}`;

  function post(residence: Residence, note: ResidentNote | undefined): Promise<unknown> {
    residence.note = note;
    residence.posting = residence.posting.then(async (takeDown) => {
      const next = note ? await board.post(note) : () => undefined;
      takeDown();
      return next;
    });
    return residence.posting;
  }
  function forget(owner: string): void {
    const residence = residences.get(owner);
    if (!residence?.note) return;
    clearTimeout(residence.idleTimer);
    void post(residence, undefined);
  }
  function unload(owner: string, isForced = false): boolean {
    const residence = residences.get(owner);
    if (!residence?.note) return true;
    if (residence.leases > 0 && !isForced) return false;
    residence.user.unload();
    forget(owner);
    return true;
  }

  return {
    idOf,
    forget,
    unload,
    has: (owner) => residences.has(owner),
    ownerOf: (id) => [...residences.keys()].find((owner) => idOf(owner) === id),
    add(user) {
      const posting = Promise.resolve(() => undefined);
      residences.set(user.owner, {
        user,
        note: undefined,
        posting,
        leases: 0,
        idleTimer: undefined,
      });
    },
    async occupy(owner, device, bytes) {
      const residence = residences.get(owner);
      if (!residence) return;
      clearTimeout(residence.idleTimer);
      residence.leases++;
      const note = {
        kind: 'resident',
        id: idOf(owner),
        owner,
        device,
        bytes,
        lastUsedAt: now(),
        isBusy: true,
      } as const;
      await post(residence, note);
    },
    rest(owner) {
      const residence = residences.get(owner);
      if (!residence) return;
      residence.leases = Math.max(0, residence.leases - 1);
      if (residence.leases > 0 || !residence.note) return;
      void post(residence, { ...residence.note, lastUsedAt: now(), isBusy: false });
      clearTimeout(residence.idleTimer);
      residence.idleTimer = setTimeout(() => unload(owner), idleMs);
    },
  };
}
