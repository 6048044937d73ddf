import type { PictureCodec } from '../../../engine-client/picture-codec.ts';
import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import type { BulkReport, BulkRunner, BulkTask } from '../../../engine/bulk/run-bulk-job.ts';
import type { DevicePreference } from '../../../engine/device.ts';
import type { DiffusionEngine, ImageEvent } from '../../../engine/diffusion/diffusion-engine.ts';
import { EngineError, whenAborted } from '../../../engine/errors.ts';
import type { ImageManifest } from '../../../engine/models/manifest.ts';
import { withOrigin } from '../../../engine/origin.ts';
import type { BatchRunner, BatchTask } from '../../../engine/studio/batch/run-batch-job.ts';
import type { JobProgress } from '../../../engine/studio/own-run.ts';
import { untilAborted } from '../../../engine/until-aborted.ts';
import type { Upscaler } from '../../../engine/upscale/upscaler.ts';
import {
  countDone,
  countPictures,
  toImageRequest,
  toUpscaleRequest,
  type ImageJob,
} from '../image-job.ts';
import type { DrawingKeys } from './drawn-before.ts';
import type { ImageReport } from './image-run.ts';

export interface ImageJobRunner {
  engine: DiffusionEngine & Upscaler;
  codec: PictureCodec;
  library: PictureLibrary;
  /** Where to run, at the time of asking. */
  chooseDevice(): DevicePreference;
  /** Resolves when the model's files are here. Throws for one that the user must download first. */
  ensureInstalled(model: string): Promise<void>;
  /** What is known of a model that is here. */
  findManifest(model: string): Promise<ImageManifest | undefined>;
  /** What makes batches of sizes; opened with the first. */
  openBatches(): Promise<BatchRunner>;
  /** What processes lists of pictures; opened with the first. */
  openBulk(): Promise<BulkRunner>;
}

type Progress = JobProgress<ImageReport>;

/**
 * Makes what is left of a job and keeps each picture as it is done. `unfinished`: it has given way.
 * Throws as the engine does, and `aborted` at once: an engine that is loading a model ends that first,
 * and keeps it for the next job.
 */
export async function runImageJob(
  runner: ImageJobRunner,
  job: ImageJob,
  signal: AbortSignal,
  progress: Progress,
): Promise<'unfinished' | undefined> {
  const { task } = job;
  if (task.kind === 'bulk') return processList(runner, task, signal, progress);
  if (task.kind === 'batch') await makeBatch(runner, task, signal, progress);
  else if (countDone(job) < countPictures(job)) {
    await Promise.race([runner.ensureInstalled(job.model), whenAborted(signal)]);
    await drawWhatIsNew(runner, job, signal, progress);
  }
  return undefined;
}

/** A repeated request is answered with what it was answered with before, and marked. */
async function drawWhatIsNew(
  runner: ImageJobRunner,
  job: ImageJob,
  signal: AbortSignal,
  progress: Progress,
): Promise<void> {
  // Without keys it is drawn and not found again.
  const opened = openKeys(runner, job).catch(() => undefined);
  const keys = await Promise.race([opened, whenAborted(signal)]);
  const left = keys && job.isRepeat ? await takeDrawnBefore(runner, job, keys, progress) : job;
  if (countDone(left) < countPictures(left)) await draw(runner, left, signal, progress, keys);
}

async function openKeys(
  { findManifest }: ImageJobRunner,
  job: ImageJob,
): Promise<DrawingKeys | undefined> {
  const { task } = job;
  if (task.kind !== 'draw') return undefined;
  const manifest = await findManifest(job.model);
  if (!manifest) return undefined;
  const { createDrawingKeys } = await import('./drawn-before.ts');
  return createDrawingKeys({ ...job, task }, manifest);
}

/** Counts the pictures that were drawn before, up to the first that was not. Returns what is left. */
async function takeDrawnBefore(
  { library }: ImageJobRunner,
  job: ImageJob,
  keys: DrawingKeys,
  { readReport, report, keepDone }: Progress,
): Promise<ImageJob> {
  const { findDrawnBefore } = await import('./drawn-before.ts');
  for (let left = job; ;) {
    if (countDone(left) >= countPictures(left)) return left;
    const found = await findDrawnBefore(left, keys, library.state.getState().pictures ?? []);
    if (!found) return left;
    const { lastIds, cached } = readReport();
    left = { ...left, done: countDone(left) + 1 };
    report({ lastIds: [...lastIds, found.id], cached: { job, count: (cached?.count ?? 0) + 1 } });
    await keepDone(countDone(left));
  }
}

async function processList(
  { openBulk }: ImageJobRunner,
  task: BulkTask,
  signal: AbortSignal,
  { report, mustGiveWay }: Progress,
): Promise<'unfinished' | undefined> {
  const { runBulkJob } = await import('../../../engine/bulk/run-bulk-job.ts');
  const runner = await Promise.race([openBulk(), whenAborted(signal)]);
  const n = task.ids.length;
  const onReport = (bulk: BulkReport) => {
    const { through: image, work } = bulk;
    const progress = { image, n, step: work?.done ?? 0, of: 1, secondsLeft: 0, preview: null };
    report({ bulk, stage: 'processing', progress });
  };
  return runBulkJob(runner, task, signal, { onReport, mustGiveWay });
}

async function makeBatch(
  { openBatches }: ImageJobRunner,
  task: BatchTask,
  signal: AbortSignal,
  progress: Progress,
): Promise<void> {
  const { runBatch } = await import('./run-batch.ts');
  const runner = await Promise.race([openBatches(), whenAborted(signal)]);
  await runBatch(runner, task, signal, progress);
}

async function draw(
  runner: ImageJobRunner,
  job: ImageJob,
  signal: AbortSignal,
  progress: Progress,
  keys: DrawingKeys | undefined,
): Promise<void> {
  const events = await Promise.race([start(runner, job, signal), whenAborted(signal)]);
  for await (const event of untilAborted(events, signal)) {
    if (event.type === 'image-end') await keep(runner, job, event, progress, keys);
    else if (event.type === 'finish') progress.report({ lastSeconds: event.seconds });
    else showProgress(job, event, progress);
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
  if (task.kind !== 'upscale') throw new EngineError('internal', 'This is not one drawing.');
  if (!image) throw new EngineError('invalid_request', 'There is no picture to upscale.');
  return engine.upscale(toUpscaleRequest({ ...job, task }, device, image), signal);
}

async function keep(
  { library }: ImageJobRunner,
  job: ImageJob,
  { png, parameters, image }: ImageEvent & { type: 'image-end' },
  progress: Progress,
  keys: DrawingKeys | undefined,
): Promise<void> {
  const done = countDone(job) + image;
  const sourceId = job.source?.pictureId ?? job.originId;
  const drawingKeys = await keys?.ofDrawn(done, parameters).catch(() => undefined);
  const { id } = await library.add(new Blob([png], { type: 'image/png' }), parameters, {
    jobId: job.id,
    ...(sourceId && { sourceId }),
    ...(drawingKeys && { drawingKeys }),
    ...withOrigin(job.origin),
  });
  progress.report({ lastIds: [...progress.readReport().lastIds, id] });
  await progress.keepDone(done + 1);
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
