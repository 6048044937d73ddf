import type { BatchQueue, BatchState } from '../../../engine/studio/batch/batches.ts';
import type { JobStore } from '../../../engine/studio/job-store.ts';
import type { ImagesStore } from '../images-store.ts';
import { batchIdOf, parseJob, type ImageJob } from './image-job.ts';

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
    giveUp: (batchId) => giveUp(images, batchId),
    pause: () => getState().pause(),
    resume: () => getState().resume(),
  };
}

function giveUp(images: ImagesStore, batchId: string): void {
  const { run, queue, failures, stopped, stop, cancel, dismiss } = images.getState();
  for (const job of queue) if (isOf(job, batchId)) cancel(job.id);
  for (const job of [...stopped, ...failures.map((failure) => failure.job)])
    if (isOf(job, batchId)) dismiss(job.id);
  if (run.status === 'idle' || !isOf(run.job, batchId)) return;
  const { id } = run.job;
  const leave = images.subscribe((state) => {
    const isStopped = state.stopped.some((job) => job.id === id);
    if (state.run.status !== 'idle' && state.run.job.id === id && !isStopped) return;
    leave();
    dismiss(id);
  });
  stop();
}

function isOf(job: ImageJob | undefined, batchId: string): boolean {
  return job !== undefined && batchIdOf(job) === batchId;
}
