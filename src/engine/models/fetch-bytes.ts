import { EngineError } from '../errors.ts';
import {
  nameOfAddress,
  readConnection,
  type FetchedBytes,
  type FetchFrom,
  type FileAddress,
} from './read-connection.ts';

/** When to give a connection up, and how to go on. Times in milliseconds. */
export interface Patience {
  /** A connection on which nothing came for so long is dead. */
  idleMs: number;
  /** Waiting before the first repetition; doubled with each one that brings nothing. */
  firstWaitMs: number;
  /** Attempts in a row that bring nothing before it is told. */
  attempts: number;
}

export const PATIENCE: Patience = { idleMs: 30_000, firstWaitMs: 500, attempts: 6 };
const LONGEST_WAIT_MS = 30_000;

/**
 * The bytes of a part of a file, from `start` to `end`, over as many connections as it takes: one that is cut, falls silent or is answered
 * with a passing failure is taken up where it broke.
 * Throws `aborted`, `network_unreachable` and `download_failed` once patience is at its end, `model_not_found` for 401, 403 and 404.
 */
export async function* fetchBytes(
  address: FileAddress,
  { start, end, etag }: FetchFrom,
  patience: Patience,
  signal: AbortSignal,
): AsyncGenerator<FetchedBytes> {
  const at = { start, end, etag };
  let failures = 0;
  let hasRestarted = false;
  while (at.start < end) {
    const before = at.start;
    try {
      for await (const step of readConnection(address, { ...at }, patience.idleMs, signal)) {
        if (step.type === 'restart') {
          if (hasRestarted)
            throw new EngineError('download_failed', `${nameOfAddress(address)} changes while it is read.`);
          hasRestarted = true;
          Object.assign(at, { start: 0, etag: undefined });
        } else {
          at.start += step.bytes.length;
          at.etag = step.etag ?? at.etag;
        }
        yield step;
      }
      if (at.start < end) throw new EngineError('network_unreachable', 'The connection was cut.');
    } catch (thrown) {
      const error = EngineError.from(thrown, 'network_unreachable');
      failures = at.start > before ? 1 : failures + 1;
      if (!isPassing(error, at.start) || failures >= patience.attempts) throw error;
      await wait(waitingTime(error, patience.firstWaitMs * 2 ** (failures - 1)), signal);
    }
  }
}

const PASSING_STATUSES: readonly unknown[] = [408, 425, 429, 500, 502, 503, 504];

/** Worth another attempt. 401 and 403 are so only after some bytes came: then a signed address has expired, and the hub gives another. */
function isPassing({ code, details: { status } }: EngineError, received: number): boolean {
  if (code === 'network_unreachable') return true;
  return PASSING_STATUSES.includes(status) || (received > 0 && (status === 401 || status === 403));
}

function waitingTime({ details: { retryAfterMs } }: EngineError, backoffMs: number): number {
  const jitter = 0.75 + Math.random() / 2;
  return Math.min(LONGEST_WAIT_MS, typeof retryAfterMs === 'number' ? retryAfterMs : backoffMs * jitter);
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
