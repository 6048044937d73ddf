import type { Redis } from 'ioredis';

/** All jobs that are known, in the order in which they came. */
export interface JobIndex {
  /** Does nothing to one that is there. */
  add(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  /**
   * The newest first, in parts of a hundred; those before `after` alone, and none where that is not
   * there.
   */
  list(after?: string): AsyncGenerator<string[]>;
}

const PART = 100;

export function createJobIndex(client: Redis, prefix: string): JobIndex {
  const index = `${prefix}:index`;
  const counter = `${prefix}:counter`;
  return {
    add: async (id) => void (await client.zadd(index, 'NX', await client.incr(counter), id)),
    remove: async (id) => void (await client.zrem(index, id)),
    async *list(after) {
      const rank = after === undefined ? -1 : await client.zrevrank(index, after);
      if (rank === null) return;
      for (let at = rank + 1; ; at += PART) {
        const ids = await client.zrevrange(index, at, at + PART - 1);
        if (ids.length === 0) return;
        yield ids;
      }
    },
  };
}
