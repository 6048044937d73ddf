import { z } from '@hono/zod-openapi';

const details = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
  .describe('Numbers and names behind the message, such as requestedBytes.');

export const openAiErrorSchema = z
  .object({
    error: z.object({
      message: z.string(),
      type: z.enum([
        'invalid_request_error',
        'not_found_error',
        'rate_limit_error',
        'server_error',
      ]),
      param: z.string().nullable(),
      code: z.string(),
      details: details.optional(),
    }),
  })
  .openapi('OpenAiError');

export const studioErrorSchema = z
  .object({ error: z.string(), code: z.string(), details })
  .openapi('StudioError');
