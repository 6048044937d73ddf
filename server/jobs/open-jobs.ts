import type { JobDesk, RunJob } from '../../src/api/jobs/job-desk.ts';
import type { Settings } from '../config.ts';
import { openFiles } from '../files/open-files.ts';
import { createJobWords, type JobWords } from '../search/job-words.ts';
import type { ServerDatabase } from '../store/database.ts';
import type { Tracer } from '../traces/span.ts';
import type { LeasedJobStore } from './leased-job-store.ts';
import { startWorkers } from './run-jobs.ts';
import { createSqliteJobStore } from './sqlite/sqlite-job-store.ts';
import { createStoredJobDesk } from './stored-job-desk.ts';
import { createResultTidier } from './tidy-results.ts';

export interface OpenJobs {
  desk: JobDesk;
  store: LeasedJobStore;
  /** By which jobs are found; undefined where the queue is not in the database. */
  words: JobWords | undefined;
  /** Takes no more jobs; resolves when those that run have ended, or the time is up. */
  drain(withinMs: number): Promise<void>;
  /** Gives back what runs, and closes the queue. */
  stop(): Promise<void>;
}

interface JobsOptions {
  settings: Pick<
    Settings,
    'queue' | 'workers' | 'files' | 'data' | 'maxWaiting' | 'keepDays' | 'keepMb'
  >;
  database: ServerDatabase;
  runJob: RunJob;
  log(sentence: string): void;
  tracer: Tracer;
}

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
  const { keepDays, keepMb } = settings;
  const words = settings.queue === 'sqlite' ? createJobWords(database, log) : undefined;
  const tidier = createResultTidier({
    ...{ store, results, keepDays, maxBytes: keepMb * 1e6, words, log },
  });
  const workers = startWorkers({
    ...{ store, results, runJob, count: settings.workers, onResult: tidier.count, log, tracer },
  });
  const desk = createStoredJobDesk({
    ...{ store, results, maxWaiting: settings.maxWaiting, words, onSubmit: workers.wake },
  });
  return {
    desk,
    store,
    words,
    drain: workers.drain,
    async stop() {
      tidier.stop();
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
