import type { BrowserDevice } from '../device.ts';

/** `interactive`: someone is waiting for it. `batch`: runs while no one is. */
export type LeasePriority = 'interactive' | 'batch';

export interface LeaseRequest {
  /** A registered user of the GPU. */
  owner: string;
  /** WebGPU gives one turn at a time among all tabs; on the processor only memory is shared. */
  device: BrowserDevice;
  priority: LeasePriority;
  /** The owner's memory during this work: weights and what they need to compute. */
  bytes: number;
  /** Longest wait for the turn. Default: as long as it takes. */
  waitMs?: number;
  /**
   * Longest time without a sign of life (`renew`) before the owner is ended and the GPU goes to the
   * next. Default: two minutes.
   */
  silenceMs?: number;
}

/** The right to compute. Give it back in `finally`. */
export interface Lease {
  /**
   * Fires when the lease was taken away for silence; its reason is an EngineError `gpu_timeout`.
   */
  readonly revoked: AbortSignal;
  /** A sign of life: each step, each token. */
  renew(): void;
  /** Between two steps of long work: lets work with precedence go first. The memory stays taken. */
  giveWay(signal: AbortSignal): Promise<void>;
  /** Passes the turn on while there is nothing to compute; the memory stays taken. */
  pause(): void;
  /** Waits for the turn after a pause. Throws `aborted`. */
  resume(signal: AbortSignal): Promise<void>;
  release(): void;
}

/** An engine that uses the device's memory. */
export interface GpuUser {
  owner: string;
  /** Frees everything it holds; called only while it has no lease, or after it lost one. */
  unload(): void;
}

export interface Registration {
  /** Call when the user has freed its own memory, or died. */
  freed(): void;
}

/** Who holds memory and who waits, in all tabs. */
export interface GpuView {
  residents: readonly {
    id: string;
    owner: string;
    device: BrowserDevice;
    bytes: number;
    lastUsedAt: number;
    isBusy: boolean;
    /** In this tab. */
    isHere: boolean;
  }[];
  waiting: readonly { owner: string; priority: LeasePriority; since: number }[];
  budgetBytes: Readonly<Record<BrowserDevice, number>>;
}

/** Lets engines share one device, in this tab and with other tabs. */
export interface GpuArbiter {
  register(user: GpuUser): Registration;
  /**
   * Waits for the turn and makes room: others are unloaded, the least recently used first, until
   * the bytes fit. Throws `aborted`, `gpu_timeout` after `waitMs`, `invalid_request` for an owner
   * that is not registered or bytes that are not a number.
   */
  lease(request: LeaseRequest, signal: AbortSignal): Promise<Lease>;
  /**
   * After a loss or an allocation that failed: unloads the owner and everyone else who can be.
   * Returns the bytes that are there now.
   */
  freeAll(request: LeaseRequest): Promise<number>;
  /** Frees one resident of any tab. `false`: it is busy. */
  free(id: string): Promise<boolean>;
  view(): Promise<GpuView>;
}
