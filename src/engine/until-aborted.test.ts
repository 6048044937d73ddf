import { expect, it } from 'vitest';
import { untilAborted } from './until-aborted.ts';

it('passes on events until there are no more', async () => {
  async function* count() {
    yield* await Promise.resolve([1, 2]);
  }
  const seen: number[] = [];
  for await (const event of untilAborted(count(), new AbortController().signal)) seen.push(event);
  expect(seen).toEqual([1, 2]);
});

it('ends at once where the source is busy', async () => {
  const stop = new AbortController();
  async function* work() {
    yield 'first';
    await new Promise(() => undefined);
  }
  const events = untilAborted(work(), stop.signal);
  expect(await events.next()).toEqual({ done: false, value: 'first' });
  const next = events.next();
  stop.abort();
  await expect(next).rejects.toMatchObject({ code: 'aborted' });
});

it('lets what was begun with an event be finished, and the source go', async () => {
  const stop = new AbortController();
  const log: string[] = [];
  async function* work() {
    try {
      yield 'kept';
      yield 'never';
    } finally {
      log.push('released');
    }
  }
  async function use() {
    for await (const event of untilAborted(work(), stop.signal)) {
      stop.abort();
      await new Promise((resolve) => setTimeout(resolve));
      log.push(event);
    }
  }
  await expect(use()).rejects.toMatchObject({ code: 'aborted' });
  await expect.poll(() => log).toEqual(['kept', 'released']);
});
