import { listShapes } from '../../diffusion/plan/picture-shapes.ts';
import { EngineError } from '../../errors.ts';
import type { FocalPoint } from '../../image-ops/focal/focal-point.ts';
import type { OperationRequest, ProcessedFile } from '../../image-ops/image-ops-engine.ts';
import type { Box } from '../../image-ops/pixels/box.ts';
import type { PictureSize } from '../../images/picture-size.ts';
import { generatePicture, type PictureEngines } from '../stages/generate-picture.ts';
import type {
  FinishedPicture,
  PictureRequest,
  PictureSoFar,
  ResumedPicture,
} from '../stages/picture-request.ts';
import { selectModel } from '../stages/select-model.ts';
import { sumStages, type StageTime } from '../stages/stages.ts';
import type { BatchBase, BatchEvent, BatchImage, BatchRequest } from './batch-request.ts';
import { drawSeed } from './draw-seed.ts';
import type { EnlargedBases } from './enlarged-bases.ts';
import { planBases, type SizePlan } from './plan-bases.ts';

/** The engines that make pictures, and what is remembered from one batch to the next. */
export interface BatchEngines extends PictureEngines {
  /** Default: a base is enlarged each time. */
  enlarged?: EnlargedBases;
}

/** What a batch is made with. */
interface BatchContext {
  request: BatchRequest;
  engines: BatchEngines;
  signal: AbortSignal;
  /** Of all bases. */
  seed: number;
  /** How long everything has taken so far. */
  times: StageTime[];
}

/** Sizes that are this much larger than their part of the base are made by the upscaler. */
const MIN_UPSCALE = 1.25;
const UPSCALES = [2, 4] as const;

/**
 * Draws the fewest pictures of which all sizes are crops, with one seed, and crops each size around
 * the picture's focal point. Text, marks and operations are applied to each size, since they depend
 * on it. Throws `invalid_request` and what the engines throw; everything that was made before was
 * yielded by then, and `bases` goes on from it.
 */
export async function* generateBatch(
  request: BatchRequest,
  engines: BatchEngines,
  signal: AbortSignal,
): AsyncGenerator<BatchEvent> {
  const begin = performance.now();
  checkSizes(request);
  const manifest = selectModel(request, await engines.listInstalled());
  const plan = planBases(request.sizes, request.shapes ?? listShapes(manifest), request.limits);
  const seed = request.seed ?? drawSeed();
  const context: BatchContext = {
    request: { ...request, model: manifest.id },
    engines,
    signal,
    seed,
    times: [],
  };
  const count = { bases: plan.bases.length, sizes: plan.sizes.length };
  yield { type: 'batch-start', ...count, seed };
  const bases: BatchBase[] = [];
  const images: BatchImage[] = [...(request.images ?? [])];
  for (const [index, shape] of plan.bases.entries()) {
    const drawn = yield* bringBase(index, shape, context);
    const isMade = ({ size }: SizePlan) => images.some(({ name }) => name === size.name);
    const planned = plan.sizes.filter((size) => size.base === index && !isMade(size));
    const cuts = yield* cutSizes(index, drawn, planned, context);
    const base = toBase(drawn, cuts.focalPoint);
    bases.push(base);
    yield { type: 'base-end', index, base };
    for (const { file, size, crop } of cuts.sizes) {
      const finished = await finishSize(file, drawn, context);
      const image = { ...finished, name: size.name, base: index, crop };
      images.push(image);
      yield { type: 'size-end', image };
    }
  }
  const order = request.sizes.map(({ name }) => name);
  images.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  const stages = sumStages(context.times);
  yield { type: 'finish', images, bases, seed, stages, ms: performance.now() - begin };
}

/** The base of an earlier run, or one that is drawn now. */
async function* bringBase(
  index: number,
  shape: PictureSize,
  context: BatchContext,
): AsyncGenerator<BatchEvent, PictureSoFar | BatchBase | FinishedPicture> {
  const earlier = context.request.bases?.[index];
  if (earlier && !('stage' in earlier)) return earlier;
  return yield* drawBase(index, shape, earlier, context);
}

function checkSizes({ sizes }: BatchRequest): void {
  if (sizes.length === 0)
    throw new EngineError('invalid_request', 'Give at least one size, in pixels.');
  const names = sizes.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new EngineError('invalid_request', `Two sizes are called "${twice}".`);
}

function toBase(
  drawn: PictureSoFar | BatchBase | FinishedPicture,
  focalPoint: FocalPoint,
): BatchBase {
  const { file, width, height, parameters } = drawn;
  const findings = 'findings' in drawn && drawn.findings ? { findings: drawn.findings } : {};
  return { file, width, height, parameters, focalPoint, ...findings };
}

/** What concerns each size comes later: a base is only drawn, or looked at. */
async function* drawBase(
  index: number,
  { width, height }: PictureSize,
  resume: ResumedPicture | undefined,
  { request, engines, signal, seed, times }: BatchContext,
): AsyncGenerator<BatchEvent, FinishedPicture> {
  const drawing: PictureRequest = { ...request, width, height, seed, ...(resume && { resume }) };
  delete drawing.textOverlay;
  delete drawing.watermark;
  delete drawing.process;
  delete drawing.format;
  const events = generatePicture(drawing, engines, signal);
  for await (const event of events) {
    if (event.type === 'finish') {
      times.push(...event.stages);
      return event;
    }
    yield { type: 'base-event', base: index, event };
  }
  throw new EngineError('internal', 'The base was not drawn.');
}

interface CutSize {
  file: ProcessedFile;
  size: SizePlan['size'];
  /** In the base's pixels. */
  crop: Box;
}

/** All sizes of one base in one go, so that its subject is looked for once. */
async function* cutSizes(
  base: number,
  drawn: PictureSoFar | BatchBase,
  planned: readonly SizePlan[],
  context: BatchContext,
): AsyncGenerator<BatchEvent, { sizes: CutSize[]; focalPoint: FocalPoint }> {
  const { request, engines, signal, times } = context;
  const begin = performance.now();
  if (planned.length === 0)
    return { sizes: [], focalPoint: 'focalPoint' in drawn ? drawn.focalPoint : CENTRE };
  const factor = chooseUpscale(Math.max(...planned.map(({ enlargement }) => enlargement)));
  const file = yield* enlarge(base, drawn.file, factor, context);
  const operations = planCuts(planned, request.focalPoints?.[base]);
  for await (const event of engines.imageOps.process({ file, operations }, signal)) {
    if (event.type === 'operation-progress') yield { type: 'cut-progress', base, done: event.done };
    if (event.type !== 'finish') continue;
    const { width, height } = drawn;
    const whole = { left: 0, top: 0, width: width * factor, height: height * factor };
    const sizes = planned.flatMap(({ size }, index) => {
      const made = event.files[index];
      return made ? [{ file: made, size, crop: shrink(made.crop ?? whole, factor) }] : [];
    });
    times.push({ name: 'process', ms: performance.now() - begin });
    return { sizes, focalPoint: event.findings.focalPoint ?? CENTRE };
  }
  throw new EngineError('internal', 'The base was not cut.');
}

/** Kept for the next time that its sizes are cut, since it takes longer than all else. */
async function* enlarge(
  base: number,
  file: Blob,
  factor: 1 | 2 | 4,
  { engines, signal }: BatchContext,
): AsyncGenerator<BatchEvent, Blob> {
  const { enlarged, imageOps } = engines;
  if (factor === 1) return file;
  const known = await enlarged?.match(file, factor);
  if (known) return known;
  const operations = [{ op: 'upscale', options: { factor } }];
  for await (const event of imageOps.process({ file, operations }, signal)) {
    if (event.type === 'operation-progress') yield { type: 'cut-progress', base, done: event.done };
    const [larger] = event.type === 'finish' ? event.files : [];
    if (!larger) continue;
    await enlarged?.put(file, factor, larger.file);
    return larger.file;
  }
  throw new EngineError('internal', 'The base was not enlarged.');
}

function planCuts(
  planned: readonly SizePlan[],
  focalPoint: Pick<FocalPoint, 'x' | 'y'> | undefined,
): OperationRequest[] {
  const sizes = planned.map(({ size: { width, height } }, index) => ({
    name: `size-${index}`,
    width,
    height,
  }));
  const options = { sizes, format: 'png', ...(focalPoint && { focalPoint }) };
  return [{ op: 'derivatives', options }];
}

const CENTRE: FocalPoint = { x: 0.5, y: 0.5, method: 'centre' };

function chooseUpscale(enlargement: number): 1 | 2 | 4 {
  if (enlargement < MIN_UPSCALE) return 1;
  return UPSCALES.find((factor) => factor >= enlargement) ?? 4;
}

function shrink({ left, top, width, height }: Box, factor: number): Box {
  return {
    left: left / factor,
    top: top / factor,
    width: width / factor,
    height: height / factor,
  };
}

/** Text, mark and operations on one size. It was looked at when its base was drawn. */
async function finishSize(
  { file, width, height }: ProcessedFile,
  { parameters }: PictureSoFar,
  { request, engines, signal, times }: BatchContext,
): Promise<Omit<BatchImage, 'name' | 'base' | 'crop'>> {
  const { moderation: _, ...rest } = request;
  const picture = { file, width, height, parameters: { ...parameters, width, height } };
  const again: PictureRequest = { ...rest, resume: { ...picture, stage: 'overlay' } };
  for await (const event of generatePicture(again, engines, signal))
    if (event.type === 'finish') {
      times.push(...event.stages);
      return event;
    }
  throw new EngineError('internal', 'The size was not finished.');
}
