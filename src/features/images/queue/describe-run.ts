import type { DownloadState } from '../../../engine-client/models/models-state.ts';
import { formatBytes, formatDuration } from '../../../ui/format.ts';
import type { ImageJob } from '../image-job.ts';
import type { ImageProgress, ImageRun } from './image-run.ts';

/**
 * What a running request is doing, with numbers as soon as there are some. `download` is the
 * model's, while its files are on their way.
 */
export function describeRun(
  run: Exclude<ImageRun, { status: 'idle' }>,
  download: DownloadState | undefined,
): string {
  const what = describeStage(run, download);
  return run.isElsewhere ? `In another tab · ${what}` : what;
}

function describeStage(
  { status, progress, job }: Exclude<ImageRun, { status: 'idle' }>,
  download: DownloadState | undefined,
): string {
  if (status === 'stopping') return 'Stopping';
  if (status === 'fetching' && download)
    return `Fetching the model · ${formatBytes(download.loadedBytes)} of ${formatBytes(download.totalBytes)}`;
  if (status === 'loading') return 'Loading the model';
  if (status === 'cutting') return 'Cutting the sizes';
  if (!progress || progress.of === 0) {
    if (status === 'fetching') return 'Getting ready';
    return describeReading(job);
  }
  const { kind } = job.task;
  if (kind === 'bulk')
    return `Picture ${Math.min(progress.image + 1, progress.n)} of ${progress.n}`;
  if (kind === 'batch')
    return progress.n > 1 ? `Picture ${progress.image + 1} of ${progress.n}` : 'Drawing';
  const isUpscale = kind === 'upscale';
  return [describeStep(progress, isUpscale), describeTimeLeft(progress)]
    .filter(Boolean)
    .join(' · ');
}

function describeReading({ task, source }: ImageJob): string {
  if (task.kind === 'upscale') return 'Reading the picture';
  return source ? 'Reading the prompt and the picture' : 'Reading the prompt';
}

function describeStep({ image, n, step, of }: ImageProgress, isUpscale: boolean): string {
  const which = n > 1 ? `Picture ${image + 1} of ${n}, ` : '';
  const what = `${isUpscale ? 'tile' : 'step'} ${step} of ${of}`;
  return which ? which + what : what.charAt(0).toUpperCase() + what.slice(1);
}

function describeTimeLeft({ secondsLeft }: ImageProgress): string | null {
  return secondsLeft >= 1 ? `${formatDuration(secondsLeft)} left` : null;
}
