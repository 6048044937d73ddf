import { z } from '@hono/zod-openapi';
import {
  findRepeatedLimit,
  LIMIT_PERIODS,
  LIMIT_UNITS,
  SCOPES,
} from '../../engine/companion/access-key.ts';

export const scopesSchema = z.array(z.enum(SCOPES));

export const limitSchema = z.object({
  unit: z.enum(LIMIT_UNITS),
  amount: z.int().min(1).max(1e12),
  per: z.enum(LIMIT_PERIODS).describe('Begins with the first use.'),
});

export const limitsSchema = z
  .array(limitSchema)
  .refine((limits) => !findRepeatedLimit(limits), { error: 'A limit occurs twice' });

const time = z.int().describe('Milliseconds since 1970.');

export const keySchema = z
  .object({
    id: z.string().describe('Stands in the key itself, as tk_ID_….'),
    name: z.string(),
    scopes: scopesSchema,
    limits: z.array(limitSchema),
    createdAt: time,
    expiresAt: time.nullable(),
    revokedAt: time.nullable(),
    lastUsedAt: time.nullable().describe('To the minute.'),
    isCurrent: z.boolean().describe('Whether this request was sent with it.'),
  })
  .openapi('AccessKey');

export const keyListSchema = z.object({ keys: z.array(keySchema) }).openapi('AccessKeyList');

export const keyRequestSchema = z
  .object({
    name: z
      .string()
      .trim()
      .regex(/^\P{Cc}{1,64}$/u, 'It must be one line of at most 64 letters'),
    scopes: scopesSchema.min(1).optional().describe('Default: all but `admin`.'),
    limits: limitsSchema.optional().describe('Default: none.'),
    expiresInDays: z.number().positive().max(3650).optional().describe('Default: never.'),
  })
  .openapi('AccessKeyRequest');

export const newKeySchema = keySchema
  .extend({ key: z.string().describe('The key itself. It is kept nowhere, and shown only here.') })
  .openapi('NewAccessKey');
