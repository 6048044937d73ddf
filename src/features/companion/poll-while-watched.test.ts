import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { pollWhileWatched } from './poll-while-watched.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Questions that are answered at once, unless `isSlow`. */
function open({ waitMs = 2000 as number | null, isSlow = false } = {}) {
  const signals: AbortSignal[] = [];
  let isWatched = true;
  let listener: (() => void) | undefined;
  const poll = pollWhileWatched(
    async (signal) => {
      signals.push(signal);
      if (isSlow) await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return waitMs;
    },
    {
      isWatched: () => isWatched,
      onWatchChange(given) {
        listener = given;
        return () => (listener = undefined);
      },
    },
  );
  return {
    ...{ poll, signals },
    isHeard: () => listener !== undefined,
    watch(watched: boolean) {
      isWatched = watched;
      listener?.();
    },
  };
}

it('asks at once and then every two seconds', async () => {
  const { signals } = open();
  expect(signals).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(6500);
  expect(signals).toHaveLength(4);
});

it('stops while nobody looks, gives up what is asked, and asks at once when somebody does', async () => {
  const { signals, watch } = open({ isSlow: true });
  watch(false);
  expect(signals[0]?.aborted).toBe(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(signals).toHaveLength(1);
  watch(true);
  expect(signals).toHaveLength(2);
  expect(signals[1]?.aborted).toBe(false);
});

it('asks no more where that is of no use, until it is told to', async () => {
  const { signals, poll } = open({ waitMs: null });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(signals).toHaveLength(1);
  poll.askNow();
  expect(signals).toHaveLength(2);
});

it('never asks twice at the same time', async () => {
  const { signals, poll } = open();
  for (let count = 0; count < 5; count++) poll.askNow();
  expect(signals.filter(({ aborted }) => !aborted)).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(2100);
  expect(signals).toHaveLength(7);
});

it('is over when it is stopped', async () => {
  const { signals, poll, isHeard } = open();
  poll.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([signals.length, signals[0]?.aborted, isHeard()]).toEqual([1, true, false]);
});
