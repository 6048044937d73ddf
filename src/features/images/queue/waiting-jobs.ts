import type { ImageJobStore } from '../../../storage/image-jobs.ts';
import { parseJob, type ImageJob } from './image-job.ts';

/** The jobs that are asked for and not drawn yet. */
export interface WaitingJobs {
  /** Those of all tabs, the next first. */
  list(): Promise<ImageJob[]>;
  /** Records new jobs and changes to others. */
  keep(...jobs: readonly ImageJob[]): Promise<void>;
  forget(id: string): Promise<void>;
}

/**
 * They lie in the store, where all tabs see them. A browser that keeps nothing still draws: what
 * the store does not take, this tab remembers.
 */
export function createWaitingJobs(jobs: ImageJobStore, onChange: () => void): WaitingJobs {
  /** Asked for in this tab and not stored yet, or not at all. */
  const unstored = new Map<string, ImageJob>();
  /** Drawn or taken out here, also where the store could not be told. */
  const gone = new Set<string>();
  return {
    async list() {
      const rows = await jobs.list().catch(() => []);
      const isStored = ({ id }: ImageJob) => !unstored.has(id) && !gone.has(id);
      const stored = rows.flatMap((row) => parseJob(row) ?? []).filter(isStored);
      return [...stored, ...unstored.values()].sort((a, b) => a.order - b.order);
    },
    async keep(...changed) {
      for (const job of changed) unstored.set(job.id, job);
      const isStored = await jobs.put(...changed).then(
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
      await jobs.remove(id).catch(() => undefined);
      onChange();
    },
  };
}
