import type { PictureCodec } from '../../../engine-client/picture-codec.ts';
import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import type { DevicePreference } from '../../../engine/device.ts';
import type { DiffusionEngine, ImageEvent } from '../../../engine/diffusion/diffusion-engine.ts';
import { EngineError, throwIfAborted, whenAborted } from '../../../engine/errors.ts';
import type { Upscaler } from '../../../engine/upscale/upscaler.ts';
import { countDone, toImageRequest, toUpscaleRequest, type ImageJob } from './image-job.ts';
import type { SharedRun } from './image-run.ts';

export interface ImageJobRunner {
  engine: DiffusionEngine & Upscaler;
  codec: PictureCodec;
  library: PictureLibrary;
  /** Where to run, at the time of asking. */
  chooseDevice(): DevicePreference;
  /** Resolves when the model's files are here. Throws for one that the user must download first. */
  ensureInstalled(model: string): Promise<void>;
}

export interface JobProgress {
  read(): SharedRun;
  change(part: Partial<SharedRun>): void;
  /** A picture of the job is kept; so many are now. */
  keepDone(done: number): Promise<void>;
}

/**
 * Draws what is left of a job and keeps each picture as it is done. Throws as the engine does, and
 * `aborted` at once: an engine that is loading a model ends that first, and keeps it for the next
 * job.
 */
export async function runImageJob(
  runner: ImageJobRunner,
  job: ImageJob,
  signal: AbortSignal,
  progress: JobProgress,
): Promise<void> {
  const stopped = whenAborted(signal);
  await Promise.race([runner.ensureInstalled(job.model), stopped]);
  await Promise.race([draw(runner, job, signal, progress), stopped]);
}

async function draw(
  runner: ImageJobRunner,
  job: ImageJob,
  signal: AbortSignal,
  progress: JobProgress,
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
  if (!image) throw new EngineError('invalid_request', 'There is no picture to upscale.');
  return engine.upscale(toUpscaleRequest({ ...job, task }, device, image), signal);
}

async function apply(
  { library }: ImageJobRunner,
  job: ImageJob,
  event: ImageEvent,
  progress: JobProgress,
): Promise<void> {
  const { read, change, keepDone } = progress;
  if (event.type === 'image-end') {
    const file = new Blob([event.png], { type: 'image/png' });
    const startedFrom = job.source?.pictureId ?? job.originId;
    const { id } = await library.add(file, event.parameters, startedFrom, job.id);
    change({ lastIds: [...read().lastIds, id] });
    await keepDone(countDone(job) + event.image + 1);
  } else if (event.type === 'finish') change({ lastSeconds: event.seconds });
  else showProgress(job, event, progress);
}

function showProgress(
  job: ImageJob,
  event: Exclude<ImageEvent, { type: 'image-end' | 'finish' }>,
  { read, change }: JobProgress,
): void {
  const { run } = read();
  // Stopped: the engine is about to stop.
  const status = run.status === 'stopping' ? 'stopping' : 'drawing';
  const before = run.status === 'idle' ? null : run.progress;
  const done = countDone(job);
  if (event.type === 'load-start' && status !== 'stopping')
    change({ run: { status: 'loading', job, progress: null } });
  if (event.type === 'generation-start') {
    const start = { image: done, n: event.n + done, step: 0, of: 0, secondsLeft: 0, preview: null };
    change({ corrections: event.corrections, run: { status, job, progress: start } });
  }
  if (event.type === 'step-end') {
    const { step, of, secondsLeft } = event;
    const image = event.image + done;
    const preview = event.preview ?? (before?.image === image ? before.preview : null);
    const progress = { image, n: before?.n ?? 1, step, of, secondsLeft, preview };
    change({ run: { status, job, progress } });
  }
}
