import { z } from '@hono/zod-openapi';
import { SCHEDULER_NAMES } from '../../engine/diffusion/plan/scheduler-names.ts';
import { FAMILY_NAMES } from '../../engine/image-ops/derivatives/families.ts';
import { ASPECTS, CATEGORIES, STYLES } from '../../engine/studio/brief/context.ts';
import { STAGES } from '../../engine/studio/stages/stages.ts';
import { fileSchema } from '../http/binary-schema.ts';

const warnings = { warnings: z.array(z.string()).optional() };

const briefText = z.string().min(1).max(200_000);

export const analyzeRequestSchema = z
  .object({
    brief: briefText.describe('What the picture is for and about, in any language.'),
    category: z.enum(CATEGORIES).optional(),
    filters: z
      .object({
        audience: z.string().max(200).optional(),
        locale: z.string().max(35).optional().describe('BCP 47.'),
        culture: z.string().max(200).optional(),
        style: z.enum(STYLES).optional(),
        mood: z.string().max(200).optional(),
      })
      .optional(),
    count: z.int().min(1).max(8).optional().describe('Prompts. Default 3.'),
    model: z.string().optional().describe('The chat model that may improve on the rules.'),
    imageModel: z.string().optional().describe('The model that will draw.'),
    rulesOnly: z.boolean().optional(),
    timeoutMs: z
      .int()
      .min(1)
      .max(600_000)
      .optional()
      .describe('For the chat model. Default 20000.'),
  })
  .openapi('AnalyzeRequest');

const configSchema = z
  .object({
    style: z.enum(STYLES),
    model: z.string(),
    width: z.int(),
    height: z.int(),
    numInferenceSteps: z.int(),
    guidanceScale: z.number(),
    scheduler: z.enum(SCHEDULER_NAMES),
    seed: z.int().optional(),
  })
  .openapi('GenerationConfig');

export const analysisSchema = z
  .object({
    classification: z.object({
      category: z.enum(CATEGORIES),
      culture: z.string().nullable(),
      locale: z.string().nullable(),
      audience: z.string().nullable(),
      mood: z.string().nullable(),
      style: z.enum(STYLES),
      aspect: z.enum(ASPECTS),
    }),
    config: configSchema,
    prompts: z.array(
      z.object({ name: z.string(), prompt: z.string(), negativePrompt: z.string() }),
    ),
    source: z.enum(['model', 'rules']),
    rulesBecause: z.enum(['no-model', 'timed-out', 'failed', 'unusable']).optional(),
    model: z.string().optional(),
    texts: z.array(z.string()).describe('Words that must appear, for an overlay.'),
    ms: z.number(),
    ...warnings,
  })
  .openapi('ContextAnalysis');

const optionsObject = z.record(z.string(), z.unknown());

const operationSchema = z
  .union([
    z.string().min(1).max(64).describe('A name, or convert-webp and its like.'),
    z.object({ op: z.string().min(1).max(64), options: optionsObject.optional() }),
  ])
  .openapi('Operation');
export type WireOperation = z.output<typeof operationSchema>;

const MAX_OPERATIONS = 32;
const operationsSchema = z.array(operationSchema).max(MAX_OPERATIONS);

export const prioritySchema = z
  .union([z.enum(['low', 'normal', 'high']), z.int().min(-100).max(100)])
  .describe('In the queue; the higher go first.');

/** Of a side that is asked for; what is opened may be larger. */
const MAX_SIDE = 8192;
const side = () => z.int().min(1).max(MAX_SIDE);

const drawingFields = {
  negativePrompt: z.string().max(10_000).optional(),
  model: z.string().optional(),
  style: z.enum(STYLES).optional(),
  seed: z.int().min(0).optional(),
  numInferenceSteps: z.int().min(1).max(1000).optional(),
  guidanceScale: z.number().min(0).max(50).optional(),
  scheduler: z.enum(SCHEDULER_NAMES).optional(),
  format: z.enum(['png', 'webp']).optional(),
  textOverlay: z
    .union([z.string().max(10_000), optionsObject])
    .optional()
    .describe('A text, or the options of the operation overlay.'),
  watermark: optionsObject.optional().describe('Options of the operation watermark.'),
  moderation: z
    .union([z.boolean(), optionsObject])
    .optional()
    .describe('Options of the operation moderate, or true.'),
  process: operationsSchema.optional(),
  skip_processing: z.boolean().optional().describe('Leaves process out.'),
  priority: prioritySchema.optional(),
  drawAgain: z
    .boolean()
    .optional()
    .describe('Draws it although the same request, with the same seed, was answered before.'),
};

const prompt = z.string().min(1).max(10_000);

export const generateRequestSchema = z
  .object({ prompt, width: side().optional(), height: side().optional(), ...drawingFields })
  .openapi('GenerateRequest');
export type WireGenerateRequest = z.output<typeof generateRequestSchema>;

const sizeName = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,63}$/u, 'expected a short name');

export const batchRequestSchema = z
  .object({
    prompt: prompt.optional(),
    brief: briefText.optional().describe('Instead of a prompt, which is written from it.'),
    sizes: z
      .array(
        z.union([
          z.enum(FAMILY_NAMES),
          z.object({ name: sizeName, width: side(), height: side() }),
        ]),
      )
      .min(1)
      .max(32),
    ...drawingFields,
  })
  .openapi('BatchRequest');
export type WireBatchRequest = z.output<typeof batchRequestSchema>;

const boxSchema = z
  .object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() })
  .describe('The part of the original that it shows, in its pixels.');

const derivativeSchema = z
  .object({
    name: z.string(),
    imageData: z.string().describe('Base64.'),
    format: z.string(),
    width: z.int(),
    height: z.int(),
    bytes: z.int(),
    crop: boxSchema.optional(),
  })
  .openapi('Derivative');
export type WireDerivative = z.output<typeof derivativeSchema>;

const stageSchema = z.object({
  name: z.enum(STAGES),
  ms: z.number(),
  skipped: z.literal(true).optional(),
});

const metadataSchema = z
  .record(z.string(), z.unknown())
  .describe('What it was made with, and what was found out about it.');

export const generateAnswerSchema = z
  .object({
    imageData: z.string().describe('Base64.'),
    format: z.string(),
    width: z.int(),
    height: z.int(),
    seed: z.int(),
    model: z.string(),
    stages: z.array(stageSchema),
    derivatives: z.array(derivativeSchema).optional(),
    metadata: metadataSchema,
    cached: z.boolean().describe('Whether it was made for an earlier request.'),
    ...warnings,
  })
  .openapi('GeneratedPicture');

const focalPointSchema = z.object({
  x: z.number(),
  y: z.number(),
  method: z.enum(['face', 'saliency', 'centre', 'given']),
});

export const batchAnswerSchema = z
  .object({
    images: z.record(
      z.string(),
      z.object({
        imageData: z.string().describe('Base64.'),
        format: z.string(),
        width: z.int(),
        height: z.int(),
        base: z.int(),
        crop: boxSchema,
        focalPoint: focalPointSchema,
      }),
    ),
    bases_generated: z.int(),
    seed: z.int(),
    stages: z.array(stageSchema),
    prompt: z.string(),
    cached: z.boolean().describe('Whether they were made for an earlier request.'),
    ...warnings,
  })
  .openapi('GeneratedSizes');

export const acceptedJobSchema = z
  .object({
    jobId: z.string(),
    job_id: z.string(),
    status: z.enum(['queued', 'processing', 'completed', 'failed', 'cancelled']),
    position: z.int().optional(),
    ...warnings,
  })
  .openapi('AcceptedJob');

/** How a picture comes: as a file of a form, as base64 or a data URL, or by its address. */
const sourceFields = {
  image: z.union([fileSchema, z.string().min(1)]).optional(),
  imageData: z.string().min(1).optional().describe('Base64 or a data URL; the same as image.'),
  url: z.string().min(1).max(10_000).optional(),
};
export type WireSource = z.output<z.ZodObject<typeof sourceFields>>;

export const processRequestSchema = z
  .object({
    ...sourceFields,
    operations: z
      .union([operationSchema, operationsSchema])
      .optional()
      .describe('Default: sanitize.'),
    options: optionsObject
      .optional()
      .describe('Options of the operations that are only named, by their names.'),
  })
  .openapi('ProcessRequest');
export type WireProcessRequest = z.output<typeof processRequestSchema>;

export const processAnswerSchema = z
  .object({
    imageData: z.string().describe('Base64.'),
    format: z.string(),
    width: z.int(),
    height: z.int(),
    bytes: z.int(),
    derivatives: z.array(derivativeSchema).optional(),
    metadata: metadataSchema,
    ...warnings,
  })
  .openapi('ProcessedPicture');

const familySchema = z.enum(FAMILY_NAMES);

export const derivativesRequestSchema = z
  .object({
    ...sourceFields,
    family: z.union([familySchema, z.array(familySchema).min(1)]).optional(),
    sizes: z
      .array(z.object({ name: sizeName.optional(), width: side(), height: side().optional() }))
      .max(64)
      .optional(),
    focalPoint: z
      .object({ x: z.number().min(0).max(1), y: z.number().min(0).max(1) })
      .optional()
      .describe('What the crops keep, from the left and from the top. Default: it is found.'),
    format: z.enum(['webp', 'avif', 'jpeg', 'png']).optional().describe('Default webp.'),
    quality: z.int().min(1).max(100).optional(),
  })
  .openapi('DerivativesRequest');
export type WireDerivativesRequest = z.output<typeof derivativesRequestSchema>;

export const derivativesAnswerSchema = z
  .object({ derivatives: z.array(derivativeSchema), focalPoint: focalPointSchema, ...warnings })
  .openapi('Derivatives');
