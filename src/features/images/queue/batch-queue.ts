import type { BatchQueue, BatchState } from '../../../engine/studio/batch/batches.ts';
import type { JobStore } from '../../../engine/studio/job-store.ts';
import type { ImagesStore } from '../images-store.ts';
import { giveUpJobs } from './give-up-jobs.ts';
import { batchIdOf, parseJob, type ImageJob } from '../image-job.ts';

/** The queue of pictures, as batches of sizes wait in it. */
export function createBatchQueue(images: ImagesStore, jobs: Pick<JobStore, 'list'>): BatchQueue {
  const { getState } = images;

  async function isStored(batchId: string): Promise<boolean> {
    const rows = await jobs.list().catch(() => []);
    return rows.some((row) => isOf(parseJob(row), batchId));
  }
  function findHere(batchId: string): BatchState | undefined {
    const { run, queue, batch, failures, isPaused } = getState();
    if (run.status !== 'idle' && isOf(run.job, batchId))
      return { status: 'running', report: batch };
    const place = queue.findIndex((job) => isOf(job, batchId));
    const before = place + (run.status === 'idle' ? 0 : 1);
    if (place !== -1) return { status: 'waiting', before, isPaused };
    const failed = failures.find(({ job }) => isOf(job, batchId));
    return failed && { status: 'failed', error: failed.error };
  }
  return {
    async find(batchId) {
      // Between two tabs a job may for a moment be in no list but the stored one.
      const isWaiting = await isStored(batchId);
      const here = findHere(batchId);
      if (here) return here;
      const { isPaused } = getState();
      return isWaiting ? { status: 'waiting', before: 0, isPaused } : { status: 'gone' };
    },
    subscribe: (listener) => images.subscribe(listener),
    enqueue: (task) => void getState().makeBatch(task),
    giveUp: (batchId) => giveUpJobs(images, (job) => isOf(job, batchId)),
    pause: () => getState().pause(),
    resume: () => getState().resume(),
  };
}

function isOf(job: ImageJob | undefined, batchId: string): boolean {
  return job !== undefined && batchIdOf(job) === batchId;
}
