/**
 * Keeps requests from a server that failed several times in a row: for a pause that doubles from
 * failure to failure. The first success closes it.
 */
export interface CircuitBreaker {
  /** `half-open`: the pause is over, and the next request shows whether it works again. */
  readonly state: 'closed' | 'open' | 'half-open';
  succeed(): void;
  fail(): void;
}

const FAILURES_TO_OPEN = 2;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

export function createCircuitBreaker(now: () => number = () => performance.now()): CircuitBreaker {
  let failures = 0;
  let openUntil = 0;
  return {
    get state() {
      if (failures < FAILURES_TO_OPEN) return 'closed';
      return now() < openUntil ? 'open' : 'half-open';
    },
    succeed: () => void (failures = 0),
    fail() {
      failures += 1;
      const doublings = Math.max(0, failures - FAILURES_TO_OPEN);
      openUntil = now() + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** doublings);
    },
  };
}
