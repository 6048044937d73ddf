import { untilAborted } from '../../until-aborted.ts';
import type { StudioEngine } from '../studio-engine.ts';
import type { PictureSoFar } from '../stages/picture-request.ts';
import type { BatchEvent, BatchRequest } from './batch-request.ts';
import { listImages, type BatchStore, type KeptEvent } from './batch-store.ts';

/** What a batch job is run with. */
export interface BatchRunner {
  studio: Pick<StudioEngine, 'generateBatch'>;
  store: BatchStore;
}

/** A batch that outlives a reload. */
export interface BatchTask {
  /** Its own, however often it is begun again. */
  batchId: string;
  request: BatchRequest;
}

/** What happens between two things that are kept. */
export type BatchProgress = Extract<
  BatchEvent,
  { type: 'batch-start' | 'base-event' | 'cut-progress' }
>;

/** How far a batch is. */
export interface BatchReport {
  /** Absent where something was kept. */
  event?: BatchProgress;
  /** Events in the store. */
  kept: number;
  /** Sizes that are made. */
  sizes: number;
}

/**
 * Makes what is missing of a batch. Each picture is in the store before `onReport` hears of it, and
 * is never made again. The request should name its seed, so that bases that are drawn later go with
 * those that are there. Throws as `generateBatch` does, and what the store throws.
 */
export async function runBatchJob(
  { studio, store }: BatchRunner,
  { batchId, request }: BatchTask,
  signal: AbortSignal,
  onReport: (report: BatchReport) => Promise<void>,
): Promise<void> {
  const before = await store.list(batchId);
  if (before.some(({ type }) => type === 'finish')) return;
  let kept = before.length;
  let sizes = listImages(before).length;
  const events = studio.generateBatch(continueBatch(request, before), signal);
  for await (const event of untilAborted(events, signal)) {
    const part = toKept(event, before);
    if (part) {
      await store.append(batchId, part);
      kept++;
    }
    if (event.type === 'size-end') sizes++;
    await onReport({ ...(!part && isProgress(event) && { event }), kept, sizes });
  }
}

function isProgress(event: BatchEvent): event is BatchProgress {
  return (
    event.type === 'batch-start' || event.type === 'base-event' || event.type === 'cut-progress'
  );
}

/** The request for what is left, with what is there. */
function continueBatch(request: BatchRequest, before: readonly KeptEvent[]): BatchRequest {
  if (before.length === 0) return request;
  const bases: NonNullable<BatchRequest['bases']>[number][] = [...(request.bases ?? [])];
  for (const event of before) {
    // What comes after the drawing is quick, and may not have been done.
    const drawn = drawnBy(event);
    if (drawn) bases[drawn.base] = { ...drawn.picture, stage: 'overlay' };
    if (event.type === 'base-end') bases[event.index] = event.base;
  }
  const model = request.model ?? bases.find((base) => base !== undefined)?.parameters.model;
  return { ...request, ...(model !== undefined && { model }), bases, images: listImages(before) };
}

/** What an earlier run has kept comes again where the batch goes on from it. */
function toKept(event: BatchEvent, before: readonly KeptEvent[]): KeptEvent | undefined {
  switch (event.type) {
    case 'base-event':
      return drawnBy(event) && event;
    case 'base-end': {
      const isKept = before.some((each) => each.type === 'base-end' && each.index === event.index);
      return isKept ? undefined : event;
    }
    case 'size-end':
      return event;
    case 'finish': {
      const { images, bases: _bases, ...end } = event;
      return { ...end, names: images.map(({ name }) => name) };
    }
    default:
      return undefined;
  }
}

/** The picture that the drawing of a base ends with. */
function drawnBy(event: KeptEvent): { base: number; picture: PictureSoFar } | undefined {
  if (event.type !== 'base-event' || event.event.type !== 'stage-end') return undefined;
  const { stage, picture } = event.event;
  return stage === 'diffuse' && picture ? { base: event.base, picture } : undefined;
}
