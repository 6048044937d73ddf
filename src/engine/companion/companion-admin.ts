import type { Limit, Scope } from './access-key.ts';

/** A companion as whoever runs it sees it. */
export interface CompanionReport {
  version: string;
  uptimeSeconds: number;
  engines: readonly EngineReport[];
  /** Absent on companions that do not tell it yet. */
  memory?: MemoryReport | undefined;
  /** The servers behind it. */
  nodes: readonly NodeReport[];
  /** `null`: its queue cannot be reached. */
  queue: QueueReport | null;
  requests: RequestTotals;
}

/** An engine's process. */
export interface EngineReport {
  engine: string;
  /** `idle`: started by the first request; `down`: it died and is about to be started again. */
  state: 'ready' | 'starting' | 'idle' | 'down';
  /** Calls that run or wait. */
  running: number;
  /** That it holds; `null` for none. */
  model: string | null;
  /** Memory of the process with its model, not that of a GPU; `null` where the system does not tell. */
  bytes: number | null;
}

/** The memory of a companion's devices, and the models in it. */
export interface MemoryReport {
  devices: readonly {
    id: string;
    kind: 'cpu' | 'gpu';
    name: string;
    totalBytes: number;
    freeBytes: number;
  }[];
  models: readonly {
    engine: string;
    model: string;
    devices: readonly { id: string; bytes: number }[];
    /** `false`: still being loaded, estimated. */
    isMeasured: boolean;
    /** Requests that use it. */
    leases: number;
    idleSeconds: number;
    isWarm: boolean;
  }[];
  /** Requests whose model waits for room. */
  waiting: number;
}

/** A server behind the companion. */
export interface NodeReport {
  name: string;
  /** What it speaks. */
  kind: string;
  url: string;
  /** `failing`: it answers, but requests failed one after the other, and it is left alone for a while. */
  state: 'up' | 'failing' | 'away';
  models: number;
  /** Sent from the companion, unanswered. */
  running: number;
  /** As it tells, or what is known of it. */
  queueDepth: number;
  /** How long it took when it was last asked how it is. */
  latencyMs: number | null;
  /** Failures of the last minute. */
  errors: number;
  /** The last failure, also one that is over; `at` in milliseconds since 1970. */
  lastError: { at: number; message: string } | null;
}

export interface QueueReport {
  counts: Readonly<Record<JobReport['status'], number>>;
  /** Those that run, then those that wait in their order; of very many the newest. */
  jobs: readonly JobReport[];
}

/** A job in the queue. Times in ISO 8601. */
export interface JobReport {
  jobId: string;
  kind: string;
  status: 'queued' | 'processing' | 'completed' | 'failed' | 'cancelled';
  /** From 1; absent once it runs. */
  position?: number | undefined;
  progress?: { stage: string; step: number; of: number } | undefined;
  createdAt: string;
  startedAt?: string | undefined;
}

/** Since the companion was started; without questions how it is. */
export interface RequestTotals {
  running: number;
  ended: number;
  /** Of those that ended: refused, failed or left. */
  failed: number;
  promptTokens: number;
  completionTokens: number;
  pictures: number;
  speechSeconds: number;
}

/** A request as the companion has logged it. Times in milliseconds, `at` since 1970. */
export interface CompanionRequest {
  /** Grows from request to request. */
  seq: number;
  at: number;
  method: string;
  route: string;
  /** Name of the key. */
  key: string | null;
  model: string | null;
  /** Which server behind it answered. */
  node: string | null;
  /** `null` where the client left before there was one. */
  status: number | null;
  /** A code. */
  error: string | null;
  ms: number;
  firstByteMs: number | null;
  promptTokens: number | null;
  completionTokens: number | null;
}

/** A key, never the secret itself. Times in milliseconds since 1970. */
export interface CompanionKey {
  id: string;
  name: string;
  scopes: readonly Scope[];
  limits: readonly Limit[];
  createdAt: number;
  expiresAt: number | null;
  revokedAt: number | null;
  /** To the minute; `null`: never, or before this was noted. */
  lastUsedAt: number | null;
  /** Whether this very question was asked with it. */
  isCurrent: boolean;
}

/** A key that is wanted. */
export interface KeyWanted {
  name: string;
  scopes: Scope[];
  limits: Limit[];
  /** Default: it never expires. */
  expiresInDays?: number;
}

/**
 * What whoever runs a companion may see and do. All throw `companion_key_refused`,
 * `companion_scope_missing`, `companion_unreachable`, `aborted`, and what the companion tells.
 */
export interface CompanionAdmin {
  readReport(signal: AbortSignal): Promise<CompanionReport>;
  /** The newest first. */
  listRequests(signal: AbortSignal): Promise<readonly CompanionRequest[]>;
  listKeys(signal: AbortSignal): Promise<readonly CompanionKey[]>;
  /** Returns the secret, which cannot be had again. */
  createKey(wanted: KeyWanted, signal: AbortSignal): Promise<string>;
  revokeKey(id: string, signal: AbortSignal): Promise<void>;
  /** Does nothing to a job that has ended. */
  cancelJob(id: string, signal: AbortSignal): Promise<void>;
}
