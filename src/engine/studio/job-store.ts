/** What a queue must know of a job; the rest is the business of whoever runs it. */
export interface QueuedJob {
  id: string;
  /** Place among jobs of its priority, the smallest first. */
  order: number;
  /** The largest first. Default 0. */
  priority?: number | undefined;
  /** Parts of it, such as pictures, that are made and kept. */
  done?: number | undefined;
}

/** Where a job stands among the others. */
export type JobPlace = Pick<QueuedJob, 'id' | 'order' | 'priority'>;

/** A job as it is stored. Another version may have written it, so its other fields are unknown. */
export interface StoredJob {
  id: string;
  order: number;
  [field: string]: unknown;
}

/** Which of two jobs is to be run first, for sorting. */
export function compareJobs(a: Omit<JobPlace, 'id'>, b: Omit<JobPlace, 'id'>): number {
  return (b.priority ?? 0) - (a.priority ?? 0) || a.order - b.order;
}

/** Jobs that are accepted and not finished: they outlive a reload. */
export interface JobStore {
  /** In the order in which they are to be run. */
  list(): Promise<StoredJob[]>;
  /** Adds jobs, and replaces those with the same id: all of them, or none. */
  put(...jobs: readonly QueuedJob[]): Promise<void>;
  /** Removing what is not there is fine. */
  remove(id: string): Promise<void>;
}

/** Those whose order people change, while others may finish them. */
export interface MovableJobStore extends JobStore {
  /** Changes where jobs stand, and nothing else of them; those that are not there stay away. */
  place(...places: readonly JobPlace[]): Promise<void>;
}

/** Jobs that are lost when the process ends. */
export function createMemoryJobStore(): MovableJobStore {
  const jobs = new Map<string, QueuedJob>();
  return {
    list: async () => [...jobs.values()].sort(compareJobs).map((job) => ({ ...job })),
    async put(...added) {
      for (const job of structuredClone(added)) jobs.set(job.id, job);
    },
    async place(...places) {
      for (const { id, order, priority } of places) {
        const job = jobs.get(id);
        if (job) jobs.set(id, { ...job, order, priority });
      }
    },
    remove: async (id) => void jobs.delete(id),
  };
}
