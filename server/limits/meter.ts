import { ApiError } from '../../src/api/http/api-error.ts';
import { LIMIT_UNITS, type Limit } from '../../src/engine/companion/access-key.ts';
import type { Count, Counters } from './counters.ts';
import type { Use } from './limit.ts';

/** What a request may use, put aside until it is known what it used. */
export interface Reservation {
  /** How much is left, by the names that OpenAI's clients know. */
  headers: Readonly<Record<string, string>>;
  /** Counts what was used, instead of what was put aside. Never rejects. */
  settle(used: Use): Promise<void>;
}

/** Whom the uses are counted for, and how much that may be. */
export interface LimitedKey {
  id: string;
  limits: readonly Limit[];
}

/** Holds keys to their limits. */
export interface Meter {
  /**
   * Looks at the limits of what is expected, and no others. Throws `rate_limit_exceeded`; then nothing
   * is counted.
   */
  reserve(key: LimitedKey, expected: Use): Promise<Reservation>;
}

interface Reserved {
  limit: Limit;
  amount: number;
  count: Count;
  /** When the period ends, in milliseconds since 1970. */
  until: number;
}

export function createMeter(counters: Counters, now = Date.now): Meter {
  async function reserveOne(keyId: string, limit: Limit, amount: number): Promise<Reserved> {
    const count = await counters.add(keyId, limit, amount);
    return { limit, amount, count, until: now() + count.resetMs };
  }
  /** Nothing is given back to a period that has passed. */
  async function correct(keyId: string, { limit, until }: Reserved, by: number): Promise<void> {
    if (by > 0 || (by < 0 && now() < until)) await counters.add(keyId, limit, by);
  }
  return {
    async reserve({ id, limits }, expected) {
      const reserved: Reserved[] = [];
      for (const limit of limits) {
        const amount = expected[limit.unit];
        if (amount === undefined) continue;
        const one = await reserveOne(id, limit, amount);
        reserved.push(one);
        if (!isOver(one)) continue;
        for (const each of reserved) await correct(id, each, -each.amount);
        refuse(one);
      }
      return {
        headers: describeRest(reserved),
        async settle(used) {
          for (const each of reserved)
            await correct(id, each, Math.ceil(used[each.limit.unit] ?? 0) - each.amount);
        },
      };
    },
  };
}

/** Also a request of which nothing is known beforehand has to wait where nothing is left. */
function isOver({ limit, amount, count: { used } }: Reserved): boolean {
  return used > limit.amount || used - amount >= limit.amount;
}

function refuse({ limit: { unit, amount: most, per }, amount, count, ...rest }: Reserved): never {
  const reserved = { limit: { unit, amount: most, per }, amount, count, ...rest };
  const what = unit.replace('-', ' ').replace('speech seconds', 'seconds of speech');
  const headers = describeRest([{ ...reserved, count: { ...count, used: count.used - amount } }]);
  const retryAfterSeconds = Math.max(1, Math.ceil(count.resetMs / 1000));
  const isTooLarge = amount > most;
  // OpenAI's clients wait for what they are told, and would ask in vain.
  const isInVain = isTooLarge || retryAfterSeconds > 60;
  throw new ApiError(
    'rate_limit_exceeded',
    isTooLarge
      ? `This request may use ${amount} ${what}; this key has ${most} a ${per}. Ask for less at once.`
      : `This key has used its ${most} ${what} of this ${per}. Try again in ${formatWait(count.resetMs)}.`,
    { limit: `${unit}/${per}`, retryAfterSeconds },
    { ...headers, ...(isInVain && { 'X-Should-Retry': 'false' }) },
  );
}

/** Of several limits of one kind, the one that has the least left. */
function describeRest(reserved: readonly Reserved[]): Record<string, string> {
  const left = ({ limit, count }: Reserved) => Math.max(0, limit.amount - count.used);
  const tightest = LIMIT_UNITS.flatMap((unit) => {
    const those = reserved.filter(({ limit }) => limit.unit === unit);
    return those.sort((a, b) => left(a) - left(b)).slice(0, 1);
  });
  return Object.fromEntries(
    tightest.flatMap((each) => [
      [`x-ratelimit-limit-${each.limit.unit}`, String(each.limit.amount)],
      [`x-ratelimit-remaining-${each.limit.unit}`, String(left(each))],
      [`x-ratelimit-reset-${each.limit.unit}`, formatWait(each.count.resetMs)],
    ]),
  );
}

/** As OpenAI writes it: `1s`, `6m0s`, `23h59m1s`. */
function formatWait(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${h > 0 ? `${h}h` : ''}${h > 0 || m > 0 ? `${m}m` : ''}${s}s`;
}
