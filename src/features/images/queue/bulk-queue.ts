import type { BulkJobState, BulkQueue } from '../../../engine/bulk/bulk-queue.ts';
import type { Recipe } from '../../../engine/bulk/recipe.ts';
import type { JobStore } from '../../../engine/studio/job-store.ts';
import type { ImagesStore } from '../images-store.ts';
import { giveUpJobs } from './give-up-jobs.ts';
import { countPictures, listIdOf, parseJob, type ImageJob } from '../image-job.ts';

/** The queue of pictures, as runs on lists of pictures wait in it. */
export function createBulkQueue(images: ImagesStore, jobs: Pick<JobStore, 'list'>): BulkQueue {
  const { getState } = images;

  function find(listId: string): BulkJobState | undefined {
    const isOf = (job: ImageJob) => listIdOf(job) === listId;
    const { run, queue, bulk, failures, isPaused } = getState();
    const isRunning = run.status !== 'idle' && isOf(run.job);
    const isStopping = run.status === 'stopping';
    if (isRunning && !isStopping)
      return { status: 'running', of: countPictures(run.job), report: bulk, isStopping };
    const place = queue.findIndex(isOf);
    const waiting = queue[place];
    const before = place + (run.status === 'idle' ? 0 : 1);
    if (waiting) return { status: 'waiting', before, isPaused, of: countPictures(waiting) };
    if (isRunning)
      return { status: 'running', of: countPictures(run.job), report: bulk, isStopping };
    const failed = failures.find(({ job }) => isOf(job));
    return failed && { status: 'failed', error: failed.error };
  }
  return {
    find,
    async isStored(listId) {
      const rows = await jobs.list().catch(() => []);
      return rows.flatMap((row) => parseJob(row) ?? []).some((job) => listIdOf(job) === listId);
    },
    subscribe: (listener) => images.subscribe(listener),
    enqueue: (task) => getState().processList(task),
    giveUp: (listId) => giveUpJobs(images, (job) => listIdOf(job) === listId),
    resume: () => getState().resume(),
  };
}

/** The recipes of all runs that are stored: what they name is still needed. */
export async function listStoredRecipes(jobs: Pick<JobStore, 'list'>): Promise<Recipe[]> {
  const all = (await jobs.list()).flatMap((row) => parseJob(row) ?? []);
  return all.flatMap(({ task }) => (task.kind === 'bulk' ? [task.recipe] : []));
}
