import * as z from 'zod/mini';

/** Everything that a picture was made with, as it is kept in the file and in the gallery. */
export const imageParametersSchema = z.object({
  prompt: z.string(),
  negativePrompt: z.optional(z.string()),
  seed: z.number(),
  numInferenceSteps: z.number(),
  guidanceScale: z.number(),
  /** One of scheduler-names.ts, or another program's name for its own. */
  scheduler: z.string(),
  width: z.number(),
  height: z.number(),
  /** Catalogue id, or another program's name for its file. */
  model: z.string(),
  revision: z.optional(z.string()),
  /** First ten digits of the SHA-256 of the denoising network. */
  modelHash: z.optional(z.string()),
  dtype: z.optional(z.string()),
  clipSkip: z.optional(z.number()),
  eta: z.optional(z.number()),
  /** How much of a start picture was redrawn. */
  strength: z.optional(z.number()),
  task: z.optional(z.enum(['text-to-image', 'image-to-image', 'inpaint', 'outpaint', 'upscale'])),
  variation: z.optional(z.object({ seed: z.number(), strength: z.number() })),
  software: z.optional(z.string()),
});
export type ImageParameters = z.infer<typeof imageParametersSchema>;
