import { expect, it } from 'vitest';
import { readAhead } from './read-ahead.ts';

/** Counts, and notes how far it has come and whether it was left. */
function createCounter(to: number, failAt = Infinity) {
  const seen = { made: 0, cleanedUp: 0 };
  async function* count(signal?: AbortSignal) {
    try {
      for (let value = 0; value < to; value++) {
        await Promise.resolve();
        if (signal?.aborted) throw new DOMException('stop', 'AbortError');
        if (value === failAt) throw new Error('no more');
        seen.made++;
        yield value;
      }
    } finally {
      seen.cleanedUp++;
    }
  }
  return { seen, count };
}
const wait = (ms = 20) => new Promise((resolve) => setTimeout(resolve, ms));

it('yields all values in order and cleans up', async () => {
  const { seen, count } = createCounter(20);
  const values: number[] = [];
  for await (const value of readAhead(count(), 4)) values.push(value);
  expect(values).toEqual(Array.from({ length: 20 }, (_, index) => index));
  expect(seen.cleanedUp).toBe(1);
});

it('produces a limited number of values while the consumer is busy', async () => {
  const { seen, count } = createCounter(100);
  const values = readAhead(count(), 4);
  await values.next();
  await wait();
  expect(seen.made).toBe(5);
  await values.return(undefined);
  expect(seen).toEqual({ made: 5, cleanedUp: 1 });
});

it('fails where the source does, after the values before', async () => {
  const { count } = createCounter(10, 3);
  const values: number[] = [];
  const run = async () => {
    for await (const value of readAhead(count(), 8)) values.push(value);
  };
  await expect(run()).rejects.toThrow('no more');
  expect(values).toEqual([0, 1, 2]);
});

it('allows a cancel between two values', async () => {
  const { seen, count } = createCounter(100_000);
  const stop = new AbortController();
  const run = async () => {
    for await (const value of readAhead(count(stop.signal), 100_000))
      if (value === 0) setTimeout(() => stop.abort(), 5);
  };
  await expect(run()).rejects.toThrow('stop');
  expect(seen.made).toBeLessThan(50_000);
});

it('produces nothing once abandoned', async () => {
  const { seen, count } = createCounter(1000);
  for await (const value of readAhead(count(), 4)) if (value === 2) break;
  const { made } = seen;
  await wait();
  expect(seen).toEqual({ made, cleanedUp: 1 });
});
