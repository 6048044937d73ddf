import type { PictureCodec } from '../../../engine-client/picture-codec.ts';
import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import type { DevicePreference } from '../../../engine/device.ts';
import type { DiffusionEngine, ImageEvent } from '../../../engine/diffusion/diffusion-engine.ts';
import { EngineError, throwIfAborted, whenAborted } from '../../../engine/errors.ts';
import { withOrigin } from '../../../engine/origin.ts';
import type { BatchRunner, BatchTask } from '../../../engine/studio/batch/run-batch-job.ts';
import type { JobProgress } from '../../../engine/studio/own-run.ts';
import type { Upscaler } from '../../../engine/upscale/upscaler.ts';
import {
  countDone,
  countPictures,
  toImageRequest,
  toUpscaleRequest,
  type ImageJob,
} from './image-job.ts';
import type { ImageReport } from './image-run.ts';

export interface ImageJobRunner {
  engine: DiffusionEngine & Upscaler;
  codec: PictureCodec;
  library: PictureLibrary;
  /** Where to run, at the time of asking. */
  chooseDevice(): DevicePreference;
  /** Resolves when the model's files are here. Throws for one that the user must download first. */
  ensureInstalled(model: string): Promise<void>;
  /** What makes batches of sizes; opened with the first. */
  openBatches(): Promise<BatchRunner>;
}

type Progress = JobProgress<ImageReport>;

/**
 * Draws what is left of a job and keeps each picture as it is done. Throws as the engine does, and
 * `aborted` at once: an engine that is loading a model ends that first, and keeps it for the next
 * job.
 */
export async function runImageJob(
  runner: ImageJobRunner,
  job: ImageJob,
  signal: AbortSignal,
  progress: Progress,
): Promise<void> {
  const stopped = whenAborted(signal);
  const { task } = job;
  if (task.kind === 'batch')
    return Promise.race([makeBatch(runner, task, signal, progress), stopped]);
  if (countDone(job) >= countPictures(job)) return;
  await Promise.race([runner.ensureInstalled(job.model), stopped]);
  await Promise.race([draw(runner, job, signal, progress), stopped]);
}

async function makeBatch(
  { openBatches }: ImageJobRunner,
  task: BatchTask,
  signal: AbortSignal,
  progress: Progress,
): Promise<void> {
  const { runBatch } = await import('./run-batch.ts');
  await runBatch(await openBatches(), task, signal, progress);
}

async function draw(
  runner: ImageJobRunner,
  job: ImageJob,
  signal: AbortSignal,
  progress: Progress,
): Promise<void> {
  for await (const event of await start(runner, job, signal)) {
    throwIfAborted(signal);
    await apply(runner, job, event, progress);
  }
}

async function start(
  { engine, codec, chooseDevice }: ImageJobRunner,
  job: ImageJob,
  signal: AbortSignal,
): Promise<AsyncIterable<ImageEvent>> {
  const device = chooseDevice();
  const image = job.source && (await codec.decode(job.source.file));
  const { task } = job;
  if (task.kind === 'draw')
    return engine.generate(toImageRequest({ ...job, task }, device, image), signal);
  if (task.kind === 'batch') throw new EngineError('internal', 'A batch is not one drawing.');
  if (!image) throw new EngineError('invalid_request', 'There is no picture to upscale.');
  return engine.upscale(toUpscaleRequest({ ...job, task }, device, image), signal);
}

async function apply(
  { library }: ImageJobRunner,
  job: ImageJob,
  event: ImageEvent,
  progress: Progress,
): Promise<void> {
  if (event.type === 'image-end') {
    const file = new Blob([event.png], { type: 'image/png' });
    const sourceId = job.source?.pictureId ?? job.originId;
    const { id } = await library.add(file, event.parameters, {
      jobId: job.id,
      ...(sourceId && { sourceId }),
      ...withOrigin(job.origin),
    });
    progress.report({ lastIds: [...progress.readReport().lastIds, id] });
    await progress.keepDone(countDone(job) + event.image + 1);
  } else if (event.type === 'finish') progress.report({ lastSeconds: event.seconds });
  else showProgress(job, event, progress);
}

function showProgress(
  job: ImageJob,
  event: Exclude<ImageEvent, { type: 'image-end' | 'finish' }>,
  { readReport, report }: Progress,
): void {
  const before = readReport().progress;
  const done = countDone(job);
  if (event.type === 'load-start') report({ stage: 'loading', progress: null });
  if (event.type === 'generation-start') {
    const start = { image: done, n: event.n + done, step: 0, of: 0, secondsLeft: 0, preview: null };
    report({ corrections: event.corrections, stage: 'drawing', progress: start });
  }
  if (event.type === 'step-end') {
    const { step, of, secondsLeft } = event;
    const image = event.image + done;
    const preview = event.preview ?? (before?.image === image ? before.preview : null);
    const progress = { image, n: before?.n ?? 1, step, of, secondsLeft, preview };
    report({ stage: 'drawing', progress });
  }
}
