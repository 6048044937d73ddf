import { z } from 'zod';

/** Routes and bodies of AUTOMATIC1111's API, as far as Forge, SD.Next and sd-server share them. */
export const modelsSchema = z.array(
  z.object({
    /** What `override_settings` takes. */
    title: z.string().min(1),
    model_name: z.string().min(1),
    hash: z.string().nullish(),
  }),
);
export type SdapiModel = z.output<typeof modelsSchema>[number];

export const memorySchema = z.object({
  cuda: z.object({ system: z.object({ free: z.number(), total: z.number() }) }),
});

export const progressSchema = z.object({
  progress: z.number(),
  eta_relative: z.number().nullish(),
  state: z
    .object({ sampling_step: z.number().nullish(), sampling_steps: z.number().nullish() })
    .nullish(),
  current_image: z.string().nullish(),
});

export const resultSchema = z.object({
  images: z.array(z.string()).min(1),
  /** JSON in a text, with what was really used. */
  info: z.string().catch('{}'),
});

/** What was really used; programs leave out different parts of it. */
export const infoSchema = z
  .object({
    seed: z.number(),
    steps: z.number(),
    cfg_scale: z.number(),
    sampler_name: z.string(),
    sd_model_hash: z.string(),
  })
  .partial();
