import type { StoredPicture } from '../../engine/images/picture-store.ts';
import type { ImageRun, QueueState } from './queue/image-run.ts';

/** How far a request for a picture is. */
export type DrawingState =
  | { status: 'done'; picture: StoredPicture }
  | { status: 'running'; run: Exclude<ImageRun, { status: 'idle' }> }
  /** So many are before it; `isPaused`: it waits until someone says so. */
  | { status: 'waiting'; before: number; isPaused: boolean }
  | { status: 'failed'; error: QueueState['failures'][number]['error'] }
  /** The pictures are not read yet. */
  | { status: 'unknown' }
  /** It was stopped, or its picture was deleted, or is on another device. */
  | { status: 'gone' };

/** Finds what has become of the request with this id, which a picture keeps. */
export function findDrawing(
  jobId: string,
  { run, queue, isPaused, failures }: QueueState,
  pictures: readonly StoredPicture[] | null,
): DrawingState {
  const picture = pictures?.find((each) => each.jobId === jobId);
  if (picture) return { status: 'done', picture };
  if (run.status !== 'idle' && run.job.id === jobId) return { status: 'running', run };
  const place = queue.findIndex(({ id }) => id === jobId);
  if (place !== -1)
    return { status: 'waiting', before: place + (run.status === 'idle' ? 0 : 1), isPaused };
  const failed = failures.find(({ job }) => job.id === jobId);
  if (failed) return { status: 'failed', error: failed.error };
  return { status: pictures === null ? 'unknown' : 'gone' };
}
