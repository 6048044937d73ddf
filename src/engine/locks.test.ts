import { expect, it } from 'vitest';
import { createLocalLocks, createSharedLocks } from './locks.ts';

const never = new AbortController().signal;
const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

it('admits one at a time, in order of arrival', async () => {
  const locks = createLocalLocks();
  const log: string[] = [];
  const work = (name: string) => async () => {
    log.push(`${name} in`);
    await tick();
    log.push(`${name} out`);
  };
  await Promise.all(['a', 'b', 'c'].map((name) => locks.hold('same', never, work(name))));
  expect(log).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
});

it('separates names', async () => {
  const locks = createLocalLocks();
  let isInside = false;
  const first = locks.hold('one', never, async () => {
    isInside = true;
    await tick();
    isInside = false;
  });
  await locks.hold('two', never, async () => expect(isInside).toBe(true));
  await first;
});

it('frees the name when the work fails', async () => {
  const locks = createLocalLocks();
  await expect(locks.hold('a', never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await locks.hold('a', never, async () => 'yes')).toBe('yes');
});

it('stops waiting on abort, and lets the others pass', async () => {
  const locks = createLocalLocks();
  const stop = new AbortController();
  const first = locks.hold('a', never, tick);
  const second = locks.hold('a', stop.signal, async () => 'second');
  const third = locks.hold('a', never, async () => 'third');
  stop.abort();
  await expect(second).rejects.toMatchObject({ code: 'aborted' });
  expect(await third).toBe('third');
  await first;
});

it('holds within the thread where the browser denies locks', async () => {
  const denied = () => Promise.reject(new DOMException('The request was denied.', 'SecurityError'));
  const locks = createSharedLocks({ request: denied, query: denied });
  const log: string[] = [];
  const first = locks.hold('turn', never, async () => {
    log.push((await locks.listHeld()).join());
    await tick();
    log.push('first out');
  });
  await locks.hold('turn', never, async () => log.push('second in'));
  await first;
  expect(log).toEqual(['turn', 'first out', 'second in']);
  expect(await locks.listHeld()).toEqual([]);
});

it('passes on what the work itself throws, once', async () => {
  const request = <T>(_name: string, _options: object, work: () => Promise<T>) => work();
  const locks = createSharedLocks({ request, query: async () => ({ held: [{ name: 'a' }] }) });
  let runs = 0;
  const fail = () => {
    runs++;
    return Promise.reject(new DOMException('no', 'SecurityError'));
  };
  await expect(locks.hold('a', never, fail)).rejects.toThrow('no');
  expect(runs).toBe(1);
  expect(await locks.listHeld()).toEqual(['a']);
});
