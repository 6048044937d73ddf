import { listShapes } from '../../../engine/diffusion/plan/picture-shapes.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { ImageParameters } from '../../../engine/images/metadata/image-parameters.ts';
import { BUILT_IN_IMAGE_MODEL, CATALOG } from '../../../engine/models/catalog.ts';
import { isForTask } from '../../../engine/models/manifest.ts';
import type { BatchEvent, BatchRequest } from '../../../engine/studio/batch/batch-request.ts';
import { planBases } from '../../../engine/studio/batch/plan-bases.ts';

export const STICKERS = CATALOG.filter((manifest) => isForTask(manifest, 'image')).find(
  ({ id }) => id === BUILT_IN_IMAGE_MODEL,
);
export const FREE = CATALOG.filter((manifest) => isForTask(manifest, 'image')).find(
  ({ pipeline }) => !pipeline.size.isFixed,
);

export type Drawing = ReturnType<typeof createDrawing>;

/** Draws files that say what they are, and can fail at a stage of a size. */
export function createDrawing(model = STICKERS) {
  const requests: BatchRequest[] = [];
  const fails = { at: '' };
  const seeds: number[] = [];
  /** Which of the seeds it is, from 1, in the order in which they were drawn. */
  function count(seed: number): number {
    if (!seeds.includes(seed)) seeds.push(seed);
    return seeds.indexOf(seed) + 1;
  }
  function failAt(name: string, stage: 'moderate' | 'overlay'): void {
    if (fails.at === name) throw new EngineError('internal', 'No.', { details: { stage } });
  }
  async function* generateBatch(
    request: BatchRequest,
    signal: AbortSignal,
  ): AsyncGenerator<BatchEvent> {
    requests.push(request);
    const { sizes, bases = [], images = [], seed = 0 } = request;
    const nth = count(seed);
    const plan = planBases(sizes, request.shapes ?? (model ? listShapes(model) : []));
    yield { type: 'batch-start', bases: plan.bases.length, sizes: sizes.length, seed };
    for (const [index, shape] of plan.bases.entries()) {
      const parameters = describeDrawing(request, shape);
      const file = bases[index]?.file ?? new Blob([`base ${nth}`], { type: 'image/png' });
      const picture = { file, ...shape, parameters };
      if (!bases[index])
        yield {
          type: 'base-event',
          base: index,
          event: { type: 'stage-end', stage: 'diffuse', ms: 1, picture },
        };
      failAt('moderate', 'moderate');
      signal.throwIfAborted();
      yield { type: 'base-end', index, base: { ...picture, focalPoint: focusOf(request, index) } };
      for (const { size, base } of plan.sizes) {
        if (base !== index || images.some(({ name }) => name === size.name)) continue;
        failAt(size.name, 'overlay');
        yield { type: 'size-end', image: { ...cut(size, index, nth), parameters } };
      }
    }
    yield { type: 'finish', images: [], bases: [], seed, stages: [], ms: 1 };
  }
  return { generateBatch, requests, fails };
}

function describeDrawing(
  { prompt, seed = 0, model = '' }: BatchRequest,
  shape: Pick<ImageParameters, 'width' | 'height'>,
): ImageParameters {
  const scheduler = 'ddim';
  return { prompt, seed, numInferenceSteps: 1, guidanceScale: 1, scheduler, model, ...shape };
}

function focusOf({ focalPoints = [] }: BatchRequest, index: number) {
  const given = focalPoints[index];
  return given
    ? ({ ...given, method: 'given' } as const)
    : ({ x: 0.5, y: 0.5, method: 'centre' } as const);
}

function cut(size: BatchRequest['sizes'][number], base: number, nth: number) {
  return {
    ...size,
    base,
    crop: { left: 0, top: 0, width: 1, height: 1 },
    file: new Blob([`${size.name} ${nth}`], { type: 'image/webp' }),
    derivatives: [],
    findings: {},
    stages: [],
  };
}
