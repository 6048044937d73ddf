/**
 * A process of the tests and the bench: `worker` runs jobs that only sleep, `submit` asks for some.
 * Prints a line when it is ready, and one with the id for every job that it got accepted or ended.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createDiskFiles } from '../files/disk-files.ts';
import { openDatabase } from '../store/database.ts';
import type { LeasedJobStore } from './leased-job-store.ts';
import { openRedisJobStore } from './redis/redis-job-store.ts';
import { startWorkers } from './run-jobs.ts';
import { createSqliteJobStore } from './sqlite/sqlite-job-store.ts';
import { createStoredJobDesk } from './stored-job-desk.ts';

export interface SleepSettings {
  role: 'worker' | 'submit';
  /** `sqlite`, or the address of a Redis. */
  queue: string;
  folder: string;
  leaseMs: number;
  sleepMs: number;
}

const settings = JSON.parse(process.argv[2] ?? '{}') as SleepSettings;

/** At once, so that a kill takes nothing back that was said. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}

async function openStore({ queue, folder, leaseMs }: SleepSettings): Promise<LeasedJobStore> {
  const options = { leaseMs, maxStarts: 1000 };
  return queue === 'sqlite'
    ? createSqliteJobStore(openDatabase(folder), options)
    : openRedisJobStore(queue, options);
}

const store = await openStore(settings);
const results = createDiskFiles(join(settings.folder, 'files'));
if (settings.role === 'worker') {
  const heard: LeasedJobStore = {
    ...store,
    async complete(lease, result, bytes) {
      const isFirst = await store.complete(lease, result, bytes);
      if (isFirst) say(`ended ${lease.job.id}`);
      return isFirst;
    },
  };
  startWorkers({
    ...{ store: heard, results, count: 1, log: () => undefined, leaseMs: settings.leaseMs },
    idleMs: 20,
    async runJob({ request }, report) {
      report({ stage: 'sleep', step: 1, of: 1 });
      await pause(settings.sleepMs);
      return request;
    },
  });
  say('ready');
} else {
  const desk = createStoredJobDesk({ store, results, maxWaiting: 1e6 });
  say('ready');
  for (let count = 0; ; count++) {
    const accepted = await desk.submit({ kind: 'sleep', request: { count } }).catch(() => null);
    if (accepted) say(`accepted ${accepted.jobId}`);
    await pause(15);
  }
}
