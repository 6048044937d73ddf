import { compareJobs, type MovableJobStore, type QueuedJob, type StoredJob } from './job-store.ts';

/** The jobs that are accepted and not finished. */
export interface WaitingJobs<Job> {
  /** Those of all tabs, the next first. */
  list(): Promise<Job[]>;
  /** Records new jobs and changes to others. */
  keep(...jobs: readonly Job[]): Promise<void>;
  /** Records where jobs stand, unless another tab has finished them by now. */
  place(...jobs: readonly Job[]): Promise<void>;
  forget(id: string): Promise<void>;
}

interface WaitingJobsOptions<Job> {
  store: MovableJobStore;
  /** Reads a stored job; `undefined` for one that another version wrote. */
  parse(row: StoredJob): Job | undefined;
  onChange(): void;
}

/**
 * They lie in the store, where all tabs see them. A browser that keeps nothing still works: what
 * the store does not take, this tab remembers.
 */
export function createWaitingJobs<Job extends QueuedJob>({
  store,
  parse,
  onChange,
}: WaitingJobsOptions<Job>): WaitingJobs<Job> {
  /** Kept by this tab: not stored yet, or not at all, or only since the last reading began. */
  const own = new Map<string, OwnJob<Job>>();
  /** Finished or taken out here, also where the store could not be told. */
  const gone = new Set<string>();
  let lastReading: Promise<unknown> = Promise.resolve();

  async function read(): Promise<Job[]> {
    // What was stored before the reading began is in what it finds; what is stored meanwhile is not.
    const stored = [...own].filter(([, { isStored }]) => isStored);
    const rows = await store.list().catch(() => undefined);
    if (rows) for (const [id, kept] of stored) if (own.get(id) === kept) own.delete(id);
    const isElsewhere = ({ id }: Job) => !own.has(id) && !gone.has(id);
    const found = (rows ?? []).flatMap((row) => parse(row) ?? []).filter(isElsewhere);
    return [...found, ...[...own.values()].map(({ job }) => job)].sort(compareJobs);
  }
  async function keep(...changed: readonly Job[]): Promise<void> {
    const kept = changed.map((job) => ({ job, isStored: false }));
    for (const one of kept) own.set(one.job.id, one);
    const isStored = await store.put(...changed).then(
      () => true,
      () => false,
    );
    for (const one of kept) one.isStored = isStored;
    onChange();
  }
  return {
    keep,
    /** One after the other, so that what an earlier one has found out is never taken back. */
    list() {
      const reading = lastReading.then(read);
      lastReading = reading;
      return reading;
    },
    async place(...jobs) {
      const isOnlyHere = ({ id }: Job) => own.get(id)?.isStored === false;
      const here = jobs.filter(isOnlyHere);
      if (here.length > 0) await keep(...here);
      const elsewhere = jobs.filter((job) => !here.includes(job));
      await store.place(...elsewhere).catch(() => undefined);
      onChange();
    },
    async forget(id) {
      own.delete(id);
      gone.add(id);
      await store.remove(id).catch(() => undefined);
      onChange();
    },
  };
}

interface OwnJob<Job> {
  job: Job;
  isStored: boolean;
}
