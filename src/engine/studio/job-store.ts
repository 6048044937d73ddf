/** What a queue must know of a job; the rest is the business of whoever runs it. */
export interface QueuedJob {
  id: string;
  /** Place in the queue, the smallest first. */
  order: number;
  /** Parts of it, such as pictures, that are made and kept. */
  done?: number | undefined;
}

/** A job as it is stored. Another version may have written it, so its other fields are unknown. */
export interface StoredJob {
  id: string;
  order: number;
  [field: string]: unknown;
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

/** Jobs that are lost when the process ends. */
export function createMemoryJobStore(): JobStore {
  const jobs = new Map<string, QueuedJob>();
  return {
    list: async () =>
      [...jobs.values()].map((job) => ({ ...job })).sort((a, b) => a.order - b.order),
    async put(...added) {
      for (const job of structuredClone(added)) jobs.set(job.id, job);
    },
    remove: async (id) => void jobs.delete(id),
  };
}
