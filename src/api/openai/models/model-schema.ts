import { z } from '@hono/zod-openapi';

export const modelSchema = z
  .object({
    id: z.string(),
    object: z.literal('model'),
    created: z.int().describe('Seconds since 1970: when it was installed.'),
    owned_by: z.string(),
    task: z.string().describe('What it is for: chat, image, speech, …'),
    capabilities: z.array(z.string()),
    context_length: z
      .int()
      .optional()
      .describe('Of a chat model that is here: tokens of prompt and answer together.'),
    picture_size: z
      .object({
        width: z.int(),
        height: z.int(),
        multiple_of: z.int().describe('Both sides must be multiples of it.'),
        is_fixed: z.boolean().describe('It takes no other size.'),
      })
      .optional()
      .describe('Of an image model that is here: the size that it draws best.'),
    home: z.string().describe('`local`, or the name of the upstream that runs it.'),
  })
  .openapi('Model');

export const modelListSchema = z
  .object({ object: z.literal('list'), data: z.array(modelSchema) })
  .openapi('ModelList');
