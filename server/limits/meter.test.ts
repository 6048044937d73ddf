import { expect, it } from 'vitest';
import type { Limit } from '../../src/engine/companion/access-key.ts';
import type { Counters } from './counters.ts';
import { createMeter } from './meter.ts';

const PERIOD_MS = 60_000;

/** Counts by a clock of the test's own. */
function open(...limits: Limit[]) {
  let time = 0;
  const uses = new Map<string, { used: number; until: number }>();
  const counters: Counters = {
    async add(keyId, { unit, per }, amount) {
      const name = `${keyId} ${unit} ${per}`;
      const known = uses.get(name);
      const use = known && known.until > time ? known : { used: 0, until: time + PERIOD_MS };
      use.used += amount;
      uses.set(name, use);
      return { used: use.used, resetMs: use.until - time };
    },
    close: async () => undefined,
  };
  const meter = createMeter(counters, () => time);
  const key = { id: 'k', limits };
  return {
    pass: (ms: number) => void (time += ms),
    reserve: (expected: Parameters<typeof meter.reserve>[1]) => meter.reserve(key, expected),
    used: () => [...uses.values()].map(({ used }) => used),
  };
}

const tokens: Limit = { unit: 'tokens', amount: 100, per: 'minute' };

it('puts aside what is expected, and counts what was used', async () => {
  const { reserve, used } = open(tokens);
  const { settle, headers } = await reserve({ tokens: 60 });
  expect(headers).toEqual({
    'x-ratelimit-limit-tokens': '100',
    'x-ratelimit-remaining-tokens': '40',
    'x-ratelimit-reset-tokens': '1m0s',
  });
  await expect(reserve({ tokens: 41 })).rejects.toMatchObject({ code: 'rate_limit_exceeded' });
  expect(used()).toEqual([60]);
  await settle({ tokens: 10.2 });
  expect(used()).toEqual([11]);
});

it('lets a request go beyond what is left once, and the next one wait', async () => {
  const { reserve, pass } = open(tokens);
  const { settle } = await reserve({ tokens: 0 });
  await settle({ tokens: 500 });
  await expect(reserve({ tokens: 0 })).rejects.toMatchObject({
    details: { limit: 'tokens/minute', retryAfterSeconds: 60 },
    headers: { 'x-ratelimit-remaining-tokens': '0' },
  });
  pass(PERIOD_MS);
  await reserve({ tokens: 0 });
});

it('gives nothing back to a minute that has passed', async () => {
  const { reserve, pass, used } = open(tokens);
  const { settle } = await reserve({ tokens: 90 });
  pass(PERIOD_MS);
  await reserve({ tokens: 50 });
  await settle({ tokens: 1 });
  expect(used()).toEqual([50]);
});

it('counts nothing by any limit if one of them refuses, and heeds no others', async () => {
  const { reserve, used } = open(
    { unit: 'requests', amount: 5, per: 'minute' },
    { unit: 'tokens', amount: 1000, per: 'day' },
    tokens,
    { unit: 'pictures', amount: 1, per: 'day' },
  );
  const refused = reserve({ requests: 1, tokens: 200 });
  await expect(refused).rejects.toThrow('may use 200 tokens; this key has 100 a minute');
  expect(used()).toEqual([0, 0, 0]);
  const { headers } = await reserve({ requests: 1, tokens: 80 });
  expect(headers).toMatchObject({
    'x-ratelimit-remaining-requests': '4',
    'x-ratelimit-remaining-tokens': '20',
  });
  expect(headers).not.toHaveProperty('x-ratelimit-limit-pictures');
});
