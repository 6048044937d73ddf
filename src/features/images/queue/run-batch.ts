import {
  runBatchJob,
  type BatchProgress,
  type BatchRunner,
  type BatchTask,
} from '../../../engine/studio/batch/run-batch-job.ts';
import type { JobProgress } from '../../../engine/studio/own-run.ts';
import type { ImageProgress, ImageReport } from './image-run.ts';

/** Makes what is left of a batch, and shows it as drawings are shown. */
export async function runBatch(
  runner: BatchRunner,
  task: BatchTask,
  signal: AbortSignal,
  { readReport, report, keepDone }: JobProgress<ImageReport>,
): Promise<void> {
  let bases = 1;
  let done: number | undefined;
  await runBatchJob(runner, task, signal, async (batch) => {
    const { event, sizes } = batch;
    if (event?.type === 'batch-start') bases = event.bases;
    report({ batch, ...(event && describe(event, bases, readReport().progress)) });
    if (sizes !== done) await keepDone((done = sizes));
  });
}

function describe(
  event: BatchProgress,
  n: number,
  before: ImageProgress | null,
): Partial<Pick<ImageReport, 'stage' | 'progress'>> {
  if (event.type === 'cut-progress') {
    const progress = { image: event.base, n, step: event.done, of: 1, secondsLeft: 0 };
    return { stage: 'cutting', progress: { ...progress, preview: before?.preview ?? null } };
  }
  if (event.type !== 'base-event' || event.event.type !== 'stage-progress') return {};
  if (event.event.stage !== 'diffuse') return {};
  const { done, preview = before?.image === event.base ? before.preview : null } = event.event;
  const progress = { image: event.base, n, step: done, of: 1, secondsLeft: 0, preview };
  return { stage: 'drawing', progress };
}
