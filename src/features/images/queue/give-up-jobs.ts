import type { ImagesStore } from '../images-store.ts';
import type { ImageJob } from '../image-job.ts';

/** Takes jobs out of the queue, whether they wait, run, failed or were stopped. */
export function giveUpJobs(images: ImagesStore, isMeant: (job: ImageJob) => boolean): void {
  const { run, queue, failures, stopped, stop, cancel, dismiss } = images.getState();
  for (const job of queue) if (isMeant(job)) cancel(job.id);
  for (const job of [...stopped, ...failures.map((failure) => failure.job)])
    if (isMeant(job)) dismiss(job.id);
  if (run.status === 'idle' || !isMeant(run.job)) return;
  const { id } = run.job;
  const leave = images.subscribe((state) => {
    const isStopped = state.stopped.some((job) => job.id === id);
    if (state.run.status !== 'idle' && state.run.job.id === id && !isStopped) return;
    leave();
    dismiss(id);
  });
  stop();
}
