import { z } from '@hono/zod-openapi';
import { ignoredFields, warningsField } from '../chat/chat-schema.ts';

const MAX_TEXTS = 2048;

const text = z.string().min(1);

export const embeddingRequestSchema = z
  .object({
    model: z.string().optional(),
    input: z
      .union([
        text,
        z.array(text).min(1).max(MAX_TEXTS),
        z.array(z.int()).min(1),
        z.array(z.array(z.int()).min(1)).min(1).max(MAX_TEXTS),
      ])
      .describe('Texts. Token numbers are another model’s and not_supported.'),
    encoding_format: z.enum(['float', 'base64']).nullish().describe('Default float.'),
    dimensions: z.int().min(1).nullish(),
    user: ignoredFields.user,
  })
  .openapi('EmbeddingRequest');

export const embeddingsSchema = z
  .object({
    object: z.literal('list'),
    data: z.array(
      z.object({
        object: z.literal('embedding'),
        index: z.int(),
        embedding: z.union([z.array(z.number()), z.string().describe('Base64 of 32-bit floats.')]),
      }),
    ),
    model: z.string(),
    usage: z.object({ prompt_tokens: z.int(), total_tokens: z.int() }),
    ...warningsField,
  })
  .openapi('EmbeddingList');
