import * as z from 'zod/mini';
import type { DevicePreference } from '../../engine/device.ts';
import type { ImageRequest } from '../../engine/diffusion/diffusion-engine.ts';
import { recipeSchema } from '../../engine/bulk/recipe.ts';
import { SCHEDULER_NAMES } from '../../engine/diffusion/plan/scheduler-names.ts';
import { imageParametersSchema } from '../../engine/images/metadata/image-parameters.ts';
import type { MaskImage, PixelImage } from '../../engine/images/pixel-image.ts';
import { originSchema } from '../../engine/origin.ts';
import type { BatchRequest } from '../../engine/studio/batch/batch-request.ts';
import type { UpscaleRequest } from '../../engine/upscale/upscaler.ts';

const maskSchema = z.custom<MaskImage>((value) => {
  const { width, height, data } = (value ?? {}) as Partial<MaskImage>;
  return data instanceof Uint8ClampedArray && data.length === (width ?? 0) * (height ?? 0);
});

/** A picture to start from. */
export const sourceSchema = z.object({
  file: z.instanceof(Blob),
  /** Of the gallery, if it is from there. */
  pictureId: z.optional(z.string()),
  mask: z.optional(maskSchema),
});
export type ImageSource = z.infer<typeof sourceSchema>;

/**
 * What to draw, as an ImageRequest has it: without the model, the place to run, and the pixels of
 * the start picture.
 */
const drawRequestSchema = z.object({
  prompt: z.string(),
  negativePrompt: z.exactOptional(z.string()),
  width: z.exactOptional(z.number()),
  height: z.exactOptional(z.number()),
  numInferenceSteps: z.exactOptional(z.number()),
  guidanceScale: z.exactOptional(z.number()),
  scheduler: z.exactOptional(z.enum(SCHEDULER_NAMES)),
  clipSkip: z.exactOptional(z.number()),
  seed: z.number(),
  n: z.number(),
  strength: z.exactOptional(z.number()),
  maskFeather: z.exactOptional(z.number()),
  outpaint: z.exactOptional(
    z.object({ left: z.number(), top: z.number(), right: z.number(), bottom: z.number() }),
  ),
  variation: z.exactOptional(z.object({ seed: z.number(), strength: z.number() })),
});
export type DrawRequest = z.infer<typeof drawRequestSchema>;

/** What every version of a batch request has. */
const batchRequestSchema = z.looseObject({
  prompt: z.string(),
  sizes: z
    .array(z.looseObject({ name: z.string(), width: z.number(), height: z.number() }))
    .check(z.minLength(1)),
});

/** A request in the queue, as it outlives a reload. */
const jobSchema = z.object({
  id: z.string(),
  /** Place among requests of its priority, the smallest first. */
  order: z.number(),
  /** The largest first. Default 0. */
  priority: z.optional(z.number()),
  model: z.string(),
  task: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('draw'), request: drawRequestSchema }),
    z.object({
      kind: z.literal('upscale'),
      factor: z.union([z.literal(2), z.literal(4)]),
      parameters: imageParametersSchema,
    }),
    z.object({
      kind: z.literal('batch'),
      batchId: z.string(),
      request: z.custom<BatchRequest>((value) => batchRequestSchema.safeParse(value).success),
    }),
    z.object({
      kind: z.literal('bulk'),
      listId: z.string(),
      recipe: recipeSchema,
      ids: z.array(z.string()),
    }),
  ]),
  source: z.optional(sourceSchema),
  /** Picture of the gallery that it is made from without starting from its pixels. */
  originId: z.optional(z.string()),
  /** What asked for it, beside pictures. */
  origin: originSchema,
  /** Its seed was chosen: a picture that was drawn before with all the same is the answer. */
  isRepeat: z.optional(z.boolean()),
  /** Its pictures that are made and kept. */
  done: z.optional(z.number()),
});
export type ImageJob = z.infer<typeof jobSchema>;

/** Reads a stored row; `undefined` for one that another version wrote. */
export function parseJob(row: unknown): ImageJob | undefined {
  return jobSchema.safeParse(row).data;
}

export const countDone = ({ done = 0 }: ImageJob): number => done;
export function countPictures({ task }: ImageJob): number {
  if (task.kind === 'batch') return task.request.sizes.length;
  if (task.kind === 'bulk') return task.ids.length;
  return task.kind === 'draw' ? task.request.n : 1;
}

/** The batch that a job makes. */
export const batchIdOf = ({ task }: ImageJob): string | undefined =>
  task.kind === 'batch' ? task.batchId : undefined;

/** The list of pictures that a job works on. */
export const listIdOf = ({ task }: ImageJob): string | undefined =>
  task.kind === 'bulk' ? task.listId : undefined;

/** A few words for a place in the queue. */
export function describeJob({ task, source }: ImageJob): string {
  if (task.kind === 'upscale')
    return `Upscale ${task.factor}×: ${task.parameters.prompt || 'picture'}`;
  if (task.kind === 'batch') {
    const { prompt, sizes } = task.request;
    return `Studio: ${prompt} · ${sizes.length === 1 ? '1 size' : `${sizes.length} sizes`}`;
  }
  if (task.kind === 'bulk') {
    const steps = task.recipe.map(({ op }) => op).join(', ');
    return `Bulk: ${steps} · ${task.ids.length === 1 ? '1 picture' : `${task.ids.length} pictures`}`;
  }
  const { prompt, n, variation } = task.request;
  const what = variation
    ? 'Variation'
    : source?.mask
      ? 'Inpaint'
      : source
        ? 'From a picture'
        : null;
  return [what, prompt || 'no prompt', n > 1 ? `${n} pictures` : null].filter(Boolean).join(' · ');
}

const PREVIEW_EVERY_MS = 300;

/**
 * The request of a drawing job, for the pictures that are left: each has the seed after the
 * previous one.
 */
export function toImageRequest(
  { model, task: { request }, source, done = 0 }: ImageJob & { task: { kind: 'draw' } },
  device: DevicePreference,
  image: PixelImage | undefined,
): ImageRequest {
  return {
    ...request,
    seed: request.seed + done,
    n: request.n - done,
    model,
    device,
    previewEveryMs: PREVIEW_EVERY_MS,
    ...(image ? { image } : {}),
    ...(image && source?.mask ? { mask: source.mask } : {}),
  };
}

/** The request of an upscaling job. */
export function toUpscaleRequest(
  { model, task }: ImageJob & { task: { kind: 'upscale' } },
  device: DevicePreference,
  image: PixelImage,
): UpscaleRequest {
  return { model, device, image, factor: task.factor, parameters: task.parameters };
}
