import type { PoolRoom } from './model-pool.ts';
import { createMemoryArbiter } from '../memory/memory-arbiter.ts';
import { createMemoryReader } from '../memory/memory-reader.ts';

/** This machine's memory, of which nothing is expected to take any. */
export function openRoom(): PoolRoom {
  return {
    arbiter: createMemoryArbiter({ reader: createMemoryReader(), reserveBytes: 0 }),
    estimateBytes: async () => 0,
    warm: new Set(),
  };
}
