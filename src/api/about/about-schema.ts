import { z } from '@hono/zod-openapi';

const homeSchema = z.enum(['tab', 'server']);

export const healthSchema = z
  .object({
    status: z.enum(['ok', 'degraded']).describe('`degraded`: an engine is being restarted.'),
    version: z.string(),
    home: homeSchema,
    engines: z.record(z.string(), z.enum(['ready', 'starting', 'idle', 'down'])),
  })
  .openapi('Health');

export const infoSchema = z
  .object({
    name: z.literal('Triptych'),
    version: z.string(),
    home: homeSchema,
    capabilities: z.array(z.string()).describe('What there is a model for.'),
    routes: z.array(z.string()),
    documentation: z.string(),
    openapi: z.string(),
  })
  .openapi('Info');
