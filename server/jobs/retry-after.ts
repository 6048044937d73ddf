import { ApiError } from '../../src/api/http/api-error.ts';
import { EngineError, type ErrorCode } from '../../src/engine/errors.ts';

/** How often a job is begun whose failure may be gone the next time. */
const MAX_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

/** What may go well another time, with nothing changed in the request. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'device_lost',
  'download_failed',
  'engine_crashed',
  'gpu_timeout',
  'network_unreachable',
  'out_of_memory',
  'storage_full',
  'storage_unavailable',
]);

/** When to try again what failed, each time twice as late; absent where that would not help. */
export function retryAfterMs(thrown: unknown, attempts: number): number | undefined {
  if (attempts >= MAX_ATTEMPTS || thrown instanceof ApiError) return undefined;
  const { code } = EngineError.from(thrown);
  if (!PASSING.has(code)) return undefined;
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1));
}
