import { createServer, type AddressInfo } from 'node:net';
import type { LeasedJobStore } from '../../server/jobs/leased-job-store.ts';
import { openRedisJobStore } from '../../server/jobs/redis/redis-job-store.ts';
import { HAS_REDIS, startRedis } from '../../server/jobs/redis/start-redis.fixture.ts';
import { createSqliteJobStore } from '../../server/jobs/sqlite/sqlite-job-store.ts';
import { openDatabase } from '../../server/store/database.ts';

export type QueueKind = 'SQLite' | 'Redis';

/** Those that this machine has. */
export const QUEUES: readonly QueueKind[] = HAS_REDIS ? ['SQLite', 'Redis'] : ['SQLite'];

/** For the line above a table. */
export const REDIS_MISSING = HAS_REDIS ? '' : ' Redis is not installed here, and was left out.';

export interface OpenQueue {
  store: LeasedJobStore;
  /** As `TRIPTYCH_QUEUE` names it. */
  address: string;
  close(): Promise<void>;
}

/** An empty queue in a folder; Redis with a process of its own, which writes each command to the disk. */
export async function openQueue(kind: QueueKind, folder: string): Promise<OpenQueue> {
  if (kind === 'SQLite') {
    const database = openDatabase(folder);
    return {
      store: createSqliteJobStore(database),
      address: 'sqlite',
      close: async () => void database.close(),
    };
  }
  const redis = await startRedis(await findFreePort(), folder);
  const store = await openRedisJobStore(redis.url);
  return {
    store,
    address: redis.url,
    async close() {
      await store.close();
      await redis.stop();
    },
  };
}

function findFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
