import type { JobDesk, RunJob } from '../../src/api/jobs/job-desk.ts';
import type { Settings } from '../config.ts';
import { openFiles } from '../files/open-files.ts';
import type { FileStore } from '../files/file-store.ts';
import type { ServerDatabase } from '../store/database.ts';
import type { Tracer } from '../traces/span.ts';
import type { LeasedJobStore } from './leased-job-store.ts';
import { startWorkers } from './run-jobs.ts';
import { createSqliteJobStore } from './sqlite-job-store.ts';
import { createStoredJobDesk } from './stored-job-desk.ts';

export interface OpenJobs {
  desk: JobDesk;
  store: LeasedJobStore;
  /** Takes no more jobs; resolves when those that run have ended, or the time is up. */
  drain(withinMs: number): Promise<void>;
  /** Gives back what runs, and closes the queue. */
  stop(): Promise<void>;
}

interface JobsOptions {
  settings: Pick<Settings, 'queue' | 'workers' | 'files' | 'data' | 'maxWaiting' | 'keepDays'>;
  database: ServerDatabase;
  runJob: RunJob;
  log(sentence: string): void;
  tracer: Tracer;
}

const HOUR_MS = 3_600_000;

/** The queue that the settings name, its desk, and workers in this process. */
export async function openJobs({
  settings,
  database,
  runJob,
  log,
  tracer,
}: JobsOptions): Promise<OpenJobs> {
  const store = await openStore(settings.queue, database, log);
  const results = openFiles(settings);
  const workers = startWorkers({ store, results, runJob, count: settings.workers, log, tracer });
  const desk = createStoredJobDesk({
    ...{ store, results, maxWaiting: settings.maxWaiting, onSubmit: workers.wake },
  });
  const forget = () =>
    forgetOld(store, results, settings.keepDays).catch((thrown: unknown) =>
      log(`Old jobs could not be removed: ${thrown instanceof Error ? thrown.message : thrown}`),
    );
  void forget();
  const timer = setInterval(() => void forget(), HOUR_MS);
  timer.unref();
  return {
    desk,
    store,
    drain: workers.drain,
    async stop() {
      clearInterval(timer);
      await workers.stop();
      await store.close();
    },
  };
}

async function openStore(
  queue: string,
  database: ServerDatabase,
  log: JobsOptions['log'],
): Promise<LeasedJobStore> {
  if (queue === 'sqlite') return createSqliteJobStore(database);
  const { openRedisJobStore } = await import('./redis/redis-job-store.ts');
  return openRedisJobStore(queue, { log });
}

async function forgetOld(
  store: LeasedJobStore,
  results: FileStore,
  keepDays: number,
): Promise<void> {
  const names = await store.forgetEnded(Date.now() - keepDays * 24 * HOUR_MS);
  for (const name of names) await results.remove(name);
}
