import { EngineError } from '../../errors.ts';

/** When to give up on a connection, and how to retry. Times in milliseconds. */
export interface Patience {
  /** A connection silent for this long is dead. */
  idleMs: number;
  /** Delay before the first retry; doubled with each fruitless one. */
  firstWaitMs: number;
  /** Consecutive fruitless attempts before reporting failure. */
  attempts: number;
}

export const PATIENCE: Patience = { idleMs: 30_000, firstWaitMs: 500, attempts: 6 };

/** How long to wait for a server, and whom to notify. */
export interface Waiting {
  /** Default: PATIENCE. */
  patience?: Patience;
  /**
   * Called when a server asks for a pause, with the time of the next attempt by `Date.now()`.
   * Without it, no pause is longer than half a minute.
   */
  onPause?: (until: number) => void;
}

const MAX_WAIT_MS = 30_000;
/** The public hub counts requests over five minutes. */
const MAX_PAUSE_MS = 300_000;
/**
 * A server that has had too many requests is left alone for longer: 10, 20, 40, 80 and 160 seconds
 * pass its five minutes.
 */
const PAUSE_FACTOR = 20;

/**
 * Waits before attempt `failures + 1` at what failed with `error`. Throws `error` once patience is
 * at its end, and `aborted`.
 */
export async function waitToRetry(
  error: EngineError,
  failures: number,
  { patience = PATIENCE, onPause }: Waiting,
  signal: AbortSignal,
): Promise<void> {
  if (!isPassing(error) || failures >= patience.attempts) throw error;
  const backoffMs = patience.firstWaitMs * 2 ** (failures - 1) * (0.75 + Math.random() / 2);
  if (!isPause(error)) return wait(Math.min(MAX_WAIT_MS, backoffMs), signal);
  const { retryAfterMs } = error.details;
  const ms = Math.min(
    MAX_PAUSE_MS,
    typeof retryAfterMs === 'number' ? retryAfterMs : backoffMs * PAUSE_FACTOR,
  );
  if (!onPause && ms > MAX_WAIT_MS) throw error;
  onPause?.(Date.now() + ms);
  await wait(ms, signal);
}

const PASSING_STATUSES: readonly unknown[] = [408, 425, 429, 500, 502, 503, 504];

/** Whether another attempt is worthwhile. */
function isPassing({ code, details: { status, isPassing, isOffline } }: EngineError): boolean {
  if (code === 'network_unreachable') return isOffline !== true;
  return isPassing === true || PASSING_STATUSES.includes(status);
}

/**
 * Whether the server itself has asked for time, which may be longer than anybody waits without
 * being told.
 */
function isPause({ details: { status, retryAfterMs } }: EngineError): boolean {
  return status === 429 || retryAfterMs !== undefined;
}

/** Resolves after the time. Throws `aborted`. */
function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new EngineError('aborted', 'The download was paused.'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
