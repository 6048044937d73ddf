import { z } from '@hono/zod-openapi';
import { SCHEDULER_NAMES } from '../../../engine/diffusion/plan/scheduler-names.ts';
import { fileSchema } from '../../http/binary-schema.ts';
import { ignoredFields, warningsField } from '../chat/chat-schema.ts';

const IMAGE_FORMATS = ['png', 'jpeg', 'webp'] as const;
const imageFormatSchema = z.enum(IMAGE_FORMATS);
export type ImageFormat = z.output<typeof imageFormatSchema>;

const MAX_PICTURES = 10;

const commonFields = {
  model: z.string().optional().describe('Default: the first image model.'),
  n: z.int().min(1).max(MAX_PICTURES).nullish(),
  size: z
    .string()
    .regex(/^(auto|[1-9]\d{1,4}x[1-9]\d{1,4})$/, 'expected auto, or width and height as 1024x1024')
    .nullish()
    .describe('Pixels, corrected to what the model can draw. Default auto: the model’s own.'),
  response_format: z.enum(['b64_json', 'url']).nullish().describe('Default b64_json.'),
  output_format: imageFormatSchema.nullish().describe('Default png.'),
  output_compression: z.int().min(0).max(100).nullish().describe('Quality of jpeg and webp.'),
  user: ignoredFields.user,
};

/** What diffusion models take and OpenAI’s do not. */
const diffusionFields = {
  negative_prompt: z.string().max(10_000).nullish(),
  seed: z.int().min(0).nullish().describe('The n pictures take seed, seed + 1, …'),
  num_inference_steps: z.int().min(1).max(1000).nullish(),
  guidance_scale: z.number().min(0).max(50).nullish(),
  true_cfg_scale: z.number().min(0).max(50).nullish().describe('The same as guidance_scale.'),
  scheduler: z.enum(SCHEDULER_NAMES).nullish(),
  clip_skip: z.int().min(0).max(11).nullish(),
};

const strengthField = {
  strength: z.number().gt(0).max(1).nullish().describe('How much is redrawn.'),
};

const streamFields = {
  stream: z.boolean().nullish(),
  partial_images: z.int().min(0).max(3).nullish(),
};

const promptField = { prompt: z.string().max(10_000) };

/** OpenAI’s own, which these models do not have. */
const foreignFields = {
  quality: ignoredFields.user,
  style: ignoredFields.user,
  moderation: ignoredFields.user,
  input_fidelity: ignoredFields.user,
  background: z
    .enum(['auto', 'opaque', 'transparent'])
    .nullish()
    .describe('transparent: see the operation cut-out of /process.'),
};

const pictureSchema = z
  .union([
    fileSchema,
    z.string().min(1).describe('A data URL, base64, or an address if this home fetches them.'),
    z.object({ image_url: z.string().min(1) }),
  ])
  .openapi({ description: 'A picture.' });
export type WirePicture = z.output<typeof pictureSchema>;

export const generationRequestSchema = z
  .object({
    ...promptField,
    ...commonFields,
    ...diffusionFields,
    ...streamFields,
    ...foreignFields,
  })
  .openapi('ImageGenerationRequest');

export const editRequestSchema = z
  .object({
    ...promptField,
    image: z.union([pictureSchema, z.array(pictureSchema).min(1).max(16)]).optional(),
    images: z.array(pictureSchema).min(1).max(16).optional().describe('The same as image.'),
    mask: pictureSchema
      .optional()
      .describe(
        'Redrawn where the mask is transparent, or where it is white if nothing is transparent.',
      ),
    ...commonFields,
    ...diffusionFields,
    ...strengthField,
    ...streamFields,
    ...foreignFields,
  })
  .openapi('ImageEditRequest');

export const variationRequestSchema = z
  .object({
    image: pictureSchema,
    prompt: z.string().max(10_000).nullish(),
    ...commonFields,
    ...diffusionFields,
    ...strengthField,
  })
  .openapi('ImageVariationRequest');

/** What the three have in common once they are read. */
export type WireImageOptions = z.output<typeof variationRequestSchema> &
  Pick<z.output<typeof generationRequestSchema>, 'stream' | 'partial_images' | 'background'>;

const pictureAnswer = {
  b64_json: z.string().optional(),
  url: z.string().optional(),
  seed: z.int().optional().describe('Draws this picture again.'),
};

export const imagesResponseSchema = z
  .object({
    created: z.int(),
    data: z.array(z.object(pictureAnswer)),
    output_format: imageFormatSchema,
    size: z.string(),
    ...warningsField,
  })
  .openapi('ImagesResponse');

export const imageEventSchema = z
  .object({
    type: z.enum([
      'image_generation.partial_image',
      'image_generation.completed',
      'image_edit.partial_image',
      'image_edit.completed',
    ]),
    b64_json: z.string(),
    created_at: z.int(),
    size: z.string(),
    output_format: imageFormatSchema,
    background: z.literal('opaque'),
    quality: z.literal('auto'),
    partial_image_index: z.int().optional(),
    seed: z.int().optional(),
  })
  .openapi('ImageStreamEvent');
