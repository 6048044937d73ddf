import { expect, it } from 'vitest';
import type { LlamaSequence } from './llama-cpp.ts';
import { createSequencePool } from './sequence-pool.ts';

const never = new AbortController().signal;

/** A pool of sequences that only remember; `read` has one read a prompt, and tells which. */
function openPool(count: number) {
  const memories = Array.from({ length: count }, () => ({ contextTokens: [] as number[] }));
  let given = 0;
  const pool = createSequencePool({
    contextSize: 512,
    totalSequences: count,
    getSequence: () => memories[given++] as unknown as LlamaSequence,
  });
  async function read(prompt: number[]) {
    const { sequence, release } = await pool.take(prompt, never);
    const at = memories.findIndex((memory) => (memory as unknown) === sequence);
    const memory = memories[at];
    if (memory) memory.contextTokens = prompt;
    release();
    return at;
  }
  return { pool, read };
}

const SYSTEM = [1, 2, 3];
const say = (...rest: number[]) => [...SYSTEM, ...rest];

it('lets conversations that take turns keep what they have read', async () => {
  const { read } = openPool(2);
  const first = await read(say(10, 11, 12, 13, 14));
  const second = await read(say(20, 21, 22, 23, 24));
  expect(second).not.toBe(first);
  expect(await read(say(10, 11, 12, 13, 14, 15))).toBe(first);
  expect(await read(say(20, 21, 22, 23, 24, 25))).toBe(second);
});

it('asks one question after the other where their long beginning was read', async () => {
  const { read } = openPool(3);
  const first = await read(say(4, 5, 6, 10));
  expect(await read(say(4, 5, 6, 11))).toBe(first);
});

it('forgets the conversation that has waited longest', async () => {
  const { read } = openPool(2);
  const [first] = [await read([1, 2, 3]), await read([4, 5, 6])];
  expect(await read([7, 8, 9])).toBe(first);
});

it('makes a request wait for a sequence, until its signal fires', async () => {
  const { pool } = openPool(1);
  const { release } = await pool.take([1], never);
  const stop = new AbortController();
  const stopped = pool.take([2], stop.signal);
  const waiting = pool.take([3], never);
  stop.abort();
  await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
  release();
  expect(await waiting).toMatchObject({ release: expect.any(Function) as () => void });
});
