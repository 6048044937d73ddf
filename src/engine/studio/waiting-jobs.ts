import { compareJobs, type JobStore, type QueuedJob, type StoredJob } from './job-store.ts';

/** The jobs that are accepted and not finished. */
export interface WaitingJobs<Job> {
  /** Those of all tabs, the next first. */
  list(): Promise<Job[]>;
  /** Records new jobs and changes to others. */
  keep(...jobs: readonly Job[]): Promise<void>;
  forget(id: string): Promise<void>;
}

interface WaitingJobsOptions<Job> {
  store: JobStore;
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
  /** Added by this tab and not stored yet, or not at all. */
  const unstored = new Map<string, Job>();
  /** Finished or taken out here, also where the store could not be told. */
  const gone = new Set<string>();
  return {
    async list() {
      const rows = await store.list().catch(() => []);
      const isStored = ({ id }: Job) => !unstored.has(id) && !gone.has(id);
      const stored = rows.flatMap((row) => parse(row) ?? []).filter(isStored);
      return [...stored, ...unstored.values()].sort(compareJobs);
    },
    async keep(...changed) {
      for (const job of changed) unstored.set(job.id, job);
      const isStored = await store.put(...changed).then(
        () => true,
        () => false,
      );
      if (isStored)
        for (const job of changed) if (unstored.get(job.id) === job) unstored.delete(job.id);
      onChange();
    },
    async forget(id) {
      unstored.delete(id);
      gone.add(id);
      await store.remove(id).catch(() => undefined);
      onChange();
    },
  };
}
