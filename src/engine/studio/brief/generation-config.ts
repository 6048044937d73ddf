import { nameOfScheduler } from '../../diffusion/plan/scheduler-names.ts';
import type { ImageManifest } from '../../models/manifest.ts';
import type { Aspect, GenerationConfig, Style } from './context.ts';

/** Width over height. Wider pictures than a model was trained on show things twice. */
const RATIOS: Readonly<Record<Aspect, number>> = { landscape: 3 / 2, square: 1, portrait: 2 / 3 };

/**
 * How an image model draws best: its own steps, guidance and sampler, and a size of the wanted
 * shape with about as many pixels as the model was trained on; its one size where it has no other.
 */
export function configureGeneration(
  manifest: ImageManifest,
  { style, aspect }: { style: Style; aspect: Aspect },
): GenerationConfig {
  const { pipeline, defaults } = manifest;
  return {
    style: drawsStickers(manifest) ? 'illustrated' : style,
    model: manifest.id,
    ...chooseSize(pipeline.size, aspect),
    numInferenceSteps: defaults.numInferenceSteps,
    guidanceScale: defaults.guidanceScale,
    scheduler: nameOfScheduler(pipeline.scheduler),
  };
}

/** Whether a model knows the names of stickers, and only those. */
export function drawsStickers({ pipeline }: ImageManifest): boolean {
  return pipeline.text.knowsSingleWords === true;
}

function chooseSize(
  { width, height, multipleOf, isFixed }: ImageManifest['pipeline']['size'],
  aspect: Aspect,
): { width: number; height: number } {
  if (isFixed) return { width, height };
  const area = width * height;
  const round = (side: number) => Math.max(multipleOf, Math.round(side / multipleOf) * multipleOf);
  return {
    width: round(Math.sqrt(area * RATIOS[aspect])),
    height: round(Math.sqrt(area / RATIOS[aspect])),
  };
}
