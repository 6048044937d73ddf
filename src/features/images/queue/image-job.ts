import * as z from 'zod/mini';
import type { ImageRequest } from '../../../engine/diffusion/diffusion-engine.ts';
import { imageParametersSchema } from '../../../engine/images/metadata/image-parameters.ts';
import type { MaskImage, PixelImage } from '../../../engine/images/pixel-image.ts';
import type { DevicePreference } from '../../../engine/device.ts';
import type { UpscaleRequest } from '../../../engine/upscale/upscaler.ts';
import { hasMargins, imageFormSchema, requestOfForm } from '../form/image-form.ts';

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

/** A request in the queue, as it outlives a reload. */
const jobSchema = z.object({
  id: z.string(),
  /** Place in the queue, the smallest first. */
  order: z.number(),
  model: z.string(),
  task: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('draw'),
      form: imageFormSchema,
      variation: z.optional(z.object({ seed: z.number(), strength: z.number() })),
    }),
    z.object({
      kind: z.literal('upscale'),
      factor: z.union([z.literal(2), z.literal(4)]),
      parameters: imageParametersSchema,
    }),
  ]),
  source: z.optional(sourceSchema),
  /** Its pictures that are drawn and kept. */
  done: z.optional(z.number()),
});
export type ImageJob = z.infer<typeof jobSchema>;
export type ImageTask = ImageJob['task'];

/** Reads a stored row; `undefined` for one that another version wrote. */
export function parseJob(row: unknown): ImageJob | undefined {
  return jobSchema.safeParse(row).data;
}

export const countDone = ({ done = 0 }: ImageJob): number => done;
export const countPictures = ({ task }: ImageJob): number => (task.kind === 'draw' ? task.form.n : 1);

/** A few words for a place in the queue. */
export function describeJob({ task, source }: ImageJob): string {
  if (task.kind === 'upscale') return `Upscale ${task.factor}×: ${task.parameters.prompt || 'picture'}`;
  const { prompt, n } = task.form;
  const what = task.variation ? 'Variation' : source?.mask ? 'Inpaint' : source ? 'From a picture' : null;
  return [what, prompt || 'no prompt', n > 1 ? `${n} pictures` : null].filter(Boolean).join(' · ');
}

const PREVIEW_EVERY_MS = 300;

/** The request of a drawing job, for the pictures that are left. */
export function toImageRequest(
  { model, task, source, done = 0 }: ImageJob & { task: { kind: 'draw' } },
  device: DevicePreference,
  image: PixelImage | undefined,
): ImageRequest {
  const { variation } = task;
  // Each picture has the seed behind the one before.
  const form = { ...task.form, seed: task.form.seed + done, n: task.form.n - done };
  const { strength, maskFeather, outpaint } = form;
  const { width: _width, height: _height, ...request } = requestOfForm(form);
  const common = { ...(image ? request : requestOfForm(form)), model, device, previewEveryMs: PREVIEW_EVERY_MS };
  if (!image) return { ...common, ...(variation ? { variation } : {}) };
  const isPartial = source?.mask !== undefined || hasMargins(form);
  return {
    ...common,
    image,
    ...(isPartial ? { maskFeather, strength: 1 } : { strength }),
    ...(source?.mask ? { mask: source.mask } : {}),
    ...(hasMargins(form) ? { outpaint } : {}),
    ...(variation ? { variation } : {}),
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
