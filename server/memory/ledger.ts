import {
  CPU_DEVICE,
  type DeviceKind,
  type DeviceMemory,
  type MemoryReader,
} from './device-memory.ts';
import type { Place, PlacedModel } from './plan-room.ts';

/** A process that has, or is to have, one model in memory. */
export interface MemoryUser {
  /** No other one has it. */
  owner: string;
  engine: string;
  model: string;
  /** Is unloaded after all others. */
  isWarm: boolean;
  /** Of its process; undefined while there is none. */
  pid(): number | undefined;
  /** Resolves when its memory is free; called only while nobody has a lease. */
  unload(): Promise<void>;
}

/** A model in memory, for whoever looks at it. Times in milliseconds since 1970. */
export interface ResidentModel {
  owner: string;
  engine: string;
  model: string;
  /** Of each device by its id. */
  bytes: ReadonlyMap<string, number>;
  /** Whether the bytes were measured; what is still being loaded is estimated. */
  isMeasured: boolean;
  /** Requests that use it. */
  leases: number;
  lastUsedAt: number;
  isWarm: boolean;
}

/** What the ledger knows of a model. */
export interface Residence {
  readonly user: MemoryUser;
  devices: readonly string[];
  bytes: ReadonlyMap<string, number>;
  isLoaded: boolean;
  leases: number;
  lastUsedAt: number;
  /** Of its devices, when it was placed there. */
  readonly freeBefore: ReadonlyMap<string, number>;
}

interface PlacedResidence extends PlacedModel {
  user: MemoryUser;
}

interface LedgerOptions {
  reader: MemoryReader;
  reserveBytes: number;
  now?(): number;
}

/** Which models are where, and what they take by measure. */
export interface Ledger {
  find(owner: string): Residence | undefined;
  add(
    user: MemoryUser,
    expectedBytes: number,
    place: Pick<Place<PlacedModel>, 'devices'>,
    devices: readonly DeviceMemory[],
  ): Residence;
  forget(owner: string): void;
  begin(residence: Residence): void;
  end(residence: Residence): void;
  measure(residence: Residence, isOnProcessor?: boolean): Promise<void>;
  /** Devices of a kind by themselves, and all of them together. */
  listPlaces(
    devices: readonly DeviceMemory[],
    kind: DeviceKind,
  ): { singles: Place<PlacedResidence>[]; together: Place<PlacedResidence> };
  /** Measured anew. */
  list(): Promise<ResidentModel[]>;
}

export function createLedger({ reader, reserveBytes, now = Date.now }: LedgerOptions): Ledger {
  const residences = new Map<string, Residence>();

  /** By what is free now, less what models that are still being loaded will take. */
  function countFree({ id, freeBytes, totalBytes }: DeviceMemory): number {
    const here = [...residences.values()].filter(({ devices }) => devices.includes(id));
    const heldBytes = sum(here, id);
    const comingBytes = sum(
      here.filter(({ isLoaded }) => !isLoaded),
      id,
    );
    // Weights that a process has mapped from its file count as free, and are not: they are in use.
    return Math.min(freeBytes - comingBytes, totalBytes - heldBytes) - reserveBytes;
  }
  function toPlace(devices: readonly DeviceMemory[]): Place<PlacedResidence> {
    const ids = devices.map(({ id }) => id);
    const models = [...residences.values()].filter((each) =>
      each.devices.some((id) => ids.includes(id)),
    );
    return {
      devices: ids,
      freeBytes: devices.reduce((free, device) => free + Math.max(0, countFree(device)), 0),
      models: models.map((each) => ({
        user: each.user,
        bytes: ids.reduce((total, id) => total + (each.bytes.get(id) ?? 0), 0),
        isBusy: each.leases > 0,
        ...{ lastUsedAt: each.lastUsedAt, isWarm: each.user.isWarm },
      })),
    };
  }
  async function measure(residence: Residence, isOnProcessor = false): Promise<void> {
    const pid = residence.user.pid();
    if (pid === undefined) return;
    const held = await reader.readProcess(pid);
    if (isOnProcessor) residence.devices = [CPU_DEVICE];
    const unknown = residence.devices.filter((id) => !held.has(id));
    const devices = unknown.length > 0 && !residence.isLoaded ? await reader.readDevices() : [];
    residence.bytes = new Map(
      residence.devices.map((id) => [id, held.get(id) ?? readGrowth(residence, id, devices)]),
    );
    residence.isLoaded = true;
  }
  return {
    find: (owner) => residences.get(owner),
    add(user, expectedBytes, place, devices) {
      const share = expectedBytes / Math.max(1, place.devices.length);
      const residence: Residence = {
        ...{ user, devices: place.devices, isLoaded: false, leases: 0, lastUsedAt: now() },
        bytes: new Map(place.devices.map((id) => [id, share])),
        freeBefore: new Map(devices.map(({ id, freeBytes }) => [id, freeBytes])),
      };
      residences.set(user.owner, residence);
      return residence;
    },
    forget: (owner) => void residences.delete(owner),
    begin(residence) {
      residence.leases++;
      residence.lastUsedAt = now();
    },
    end(residence) {
      residence.leases--;
      residence.lastUsedAt = now();
    },
    measure,
    listPlaces(devices, kind) {
      const found = devices.filter((device) => device.kind === kind);
      return { singles: found.map((device) => toPlace([device])), together: toPlace(found) };
    },
    async list() {
      const all = [...residences.values()];
      await Promise.all(all.filter(({ isLoaded }) => isLoaded).map((each) => measure(each)));
      return all.map(({ user: { owner, engine, model, isWarm }, isLoaded, ...residence }) => ({
        ...{ owner, engine, model, isWarm, isMeasured: isLoaded, bytes: residence.bytes },
        ...{ leases: residence.leases, lastUsedAt: residence.lastUsedAt },
      }));
    },
  };
}

/**
 * What a device that tells nothing of single processes has less now than before the model came; what it
 * was later, where it was measured once.
 */
function readGrowth(
  { bytes, freeBefore, isLoaded }: Residence,
  id: string,
  devices: readonly DeviceMemory[],
): number {
  const known = bytes.get(id) ?? 0;
  const now = devices.find((device) => device.id === id)?.freeBytes;
  const before = freeBefore.get(id);
  if (isLoaded || now === undefined || before === undefined) return known;
  return Math.max(0, before - now);
}

function sum(residences: readonly Residence[], id: string): number {
  return residences.reduce((total, { bytes }) => total + (bytes.get(id) ?? 0), 0);
}
