import { expect, it } from 'vitest';
import { createRefusedWrites } from './refused-writes.ts';

/** A store of lists, on a disk that can be full. */
function open() {
  const disk = { isFull: false, rows: [] as string[][] };
  const writes = createRefusedWrites<string[]>({
    async store(rows) {
      await Promise.resolve();
      if (disk.isFull) throw new Error('full');
      disk.rows.push(rows);
    },
    merge: (before, next) => [...before, ...next],
  });
  return { disk, writes };
}

it('remembers nothing of what the store takes', async () => {
  const { disk, writes } = open();
  await writes.write('a', ['1']);
  expect(disk.rows).toEqual([['1']]);
  expect(writes.list()).toEqual([]);
  expect(writes.read('a')).toBeUndefined();
});

it('writes what was refused with the next that is taken', async () => {
  const { disk, writes } = open();
  disk.isFull = true;
  await expect(writes.write('a', ['1'])).rejects.toThrow('full');
  await expect(writes.write('a', ['2'])).rejects.toThrow('full');
  expect(writes.read('a')).toEqual(['1', '2']);
  expect(writes.list()).toEqual(['a']);
  disk.isFull = false;
  await writes.write('a', ['3']);
  expect(disk.rows).toEqual([['1', '2', '3']]);
  expect(writes.list()).toEqual([]);
});

it('tries all again when asked, and stops at the first that is still refused', async () => {
  const { disk, writes } = open();
  disk.isFull = true;
  await expect(writes.write('a', ['1'])).rejects.toThrow();
  await expect(writes.write('b', ['2'])).rejects.toThrow();
  await expect(writes.retry()).rejects.toThrow('full');
  expect(writes.list()).toEqual(['a', 'b']);
  disk.isFull = false;
  await writes.retry();
  expect(disk.rows).toEqual([['1'], ['2']]);
  expect(writes.list()).toEqual([]);
});

it('loses nothing of writes that overtake one another, and nothing deleted comes back', async () => {
  const { disk, writes } = open();
  const first = writes.write('a', ['1']);
  await writes.write('a', ['2']);
  await first;
  expect(disk.rows.flat()).toContain('2');
  expect(writes.read('a')).toBeUndefined();
  disk.isFull = true;
  const refused = writes.write('b', ['3']);
  writes.forget('b');
  await expect(refused).rejects.toThrow();
  expect(writes.list()).toEqual([]);
});
