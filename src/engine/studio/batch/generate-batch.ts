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
import type { BatchBase, BatchEvent, BatchImage, BatchRequest } from './batch-request.ts';
import { planBases, type BasePlan, type SizePlan } from './plan-bases.ts';

/** What a batch is made with. */
interface BatchContext {
  request: BatchRequest;
  engines: PictureEngines;
  signal: AbortSignal;
  /** Of all bases. */
  seed: number;
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
  engines: PictureEngines,
  signal: AbortSignal,
): AsyncGenerator<BatchEvent> {
  const begin = performance.now();
  checkSizes(request);
  const manifest = selectModel(request, await engines.listInstalled());
  const plan = planBases(request.sizes, listShapes(manifest), request.limits);
  const seed = request.seed ?? drawSeed();
  const context = { request: { ...request, model: manifest.id }, engines, signal, seed };
  const count = { bases: plan.bases.length, sizes: plan.sizes.length };
  yield { type: 'batch-start', ...count, seed };
  const bases: BatchBase[] = [];
  const images: BatchImage[] = [];
  for (const [index, shape] of plan.bases.entries()) {
    const earlier = request.bases?.[index];
    const drawn =
      earlier && !('stage' in earlier) ? earlier : yield* drawBase(index, shape, earlier, context);
    const cuts = yield* cutSizes(index, drawn, plan, context);
    const base = toBase(drawn, cuts.focalPoint);
    bases.push(base);
    yield { type: 'base-end', index, base };
    for (const { file, size, crop } of cuts.sizes) {
      const image = {
        ...(await finishSize(file, drawn, context)),
        name: size.name,
        base: index,
        crop,
      };
      images.push(image);
      yield { type: 'size-end', image };
    }
  }
  const order = request.sizes.map(({ name }) => name);
  images.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  yield { type: 'finish', images, bases, seed, ms: performance.now() - begin };
}

function checkSizes({ sizes }: BatchRequest): void {
  if (sizes.length === 0)
    throw new EngineError('invalid_request', 'Give at least one size, in pixels.');
  const names = sizes.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new EngineError('invalid_request', `Two sizes are called "${twice}".`);
}

function drawSeed(): number {
  const [seed = 0] = crypto.getRandomValues(new Uint32Array(1));
  return seed;
}

function toBase(drawn: PictureSoFar | FinishedPicture, focalPoint: FocalPoint): BatchBase {
  const { file, width, height, parameters } = drawn;
  const findings = 'findings' in drawn ? { findings: drawn.findings } : {};
  return { file, width, height, parameters, focalPoint, ...findings };
}

/** What concerns each size comes later: a base is only drawn, or looked at. */
async function* drawBase(
  index: number,
  { width, height }: PictureSize,
  resume: ResumedPicture | undefined,
  { request, engines, signal, seed }: BatchContext,
): AsyncGenerator<BatchEvent, FinishedPicture> {
  const drawing: PictureRequest = { ...request, width, height, seed, ...(resume && { resume }) };
  delete drawing.textOverlay;
  delete drawing.watermark;
  delete drawing.process;
  delete drawing.format;
  const events = generatePicture(drawing, engines, signal);
  for await (const event of events) {
    if (event.type === 'finish') return event;
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
  { file, width, height }: PictureSoFar,
  plan: BasePlan,
  { request, engines, signal }: BatchContext,
): AsyncGenerator<BatchEvent, { sizes: CutSize[]; focalPoint: FocalPoint }> {
  const planned = plan.sizes.filter((size) => size.base === base);
  const factor = chooseUpscale(Math.max(...planned.map(({ enlargement }) => enlargement)));
  const focalPoint = request.focalPoints?.[base];
  const sizes = planned.map(({ size }, index) => ({
    name: `size-${index}`,
    width: size.width,
    height: size.height,
  }));
  const operations: OperationRequest[] = [
    ...(factor === 1 ? [] : [{ op: 'upscale', options: { factor } }]),
    { op: 'derivatives', options: { sizes, format: 'png', ...(focalPoint && { focalPoint }) } },
  ];
  for await (const event of engines.imageOps.process({ file, operations }, signal)) {
    if (event.type === 'operation-progress') {
      const done = (event.index + event.done) / operations.length;
      yield { type: 'cut-progress', base, done };
    }
    if (event.type !== 'finish') continue;
    const whole = { left: 0, top: 0, width: width * factor, height: height * factor };
    const cuts = planned.flatMap(({ size }, index) => {
      const made = event.files[index];
      return made ? [{ file: made, size, crop: shrink(made.crop ?? whole, factor) }] : [];
    });
    return { sizes: cuts, focalPoint: event.findings.focalPoint ?? CENTRE };
  }
  throw new EngineError('internal', 'The base was not cut.');
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
  { request, engines, signal }: BatchContext,
): Promise<Omit<BatchImage, 'name' | 'base' | 'crop'>> {
  const { moderation: _, ...rest } = request;
  const picture = { file, width, height, parameters: { ...parameters, width, height } };
  const again: PictureRequest = { ...rest, resume: { ...picture, stage: 'overlay' } };
  for await (const event of generatePicture(again, engines, signal))
    if (event.type === 'finish') return event;
  throw new EngineError('internal', 'The size was not finished.');
}
