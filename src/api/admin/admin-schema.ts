import { z } from '@hono/zod-openapi';
import { JOB_STATUSES } from '../jobs/job-desk.ts';
import { jobSchema } from '../jobs/job-schema.ts';

const engineSchema = z
  .object({
    engine: z.string(),
    state: z.enum(['ready', 'starting', 'idle', 'down']),
    running: z.int().describe('Calls that run or wait.'),
    model: z.string().nullable().describe('That it holds in memory.'),
    bytes: z.number().nullable().describe('Memory of the process, not that of a GPU.'),
  })
  .openapi('EngineReport');

const memorySchema = z
  .object({
    devices: z.array(
      z.object({
        id: z.string().describe('`cpu`, or the id of a GPU.'),
        kind: z.enum(['cpu', 'gpu']),
        ...{ name: z.string(), totalBytes: z.number(), freeBytes: z.number() },
      }),
    ),
    models: z.array(
      z.object({
        ...{ engine: z.string(), model: z.string() },
        devices: z.array(z.object({ id: z.string(), bytes: z.number() })),
        isMeasured: z.boolean().describe('False while it is loaded: its bytes are estimated.'),
        leases: z.int().describe('Requests that use it; it is not unloaded meanwhile.'),
        idleSeconds: z.number().describe('Since it was last used.'),
        isWarm: z.boolean().describe('Is kept as long as there is room.'),
      }),
    ),
    waiting: z.int().describe('Requests whose model waits for room.'),
  })
  .openapi('MemoryReport');

const nodeSchema = z
  .object({
    name: z.string(),
    kind: z.string().describe('What it speaks.'),
    url: z.string(),
    state: z.enum(['up', 'failing', 'away']).describe('`failing`: left alone for a while.'),
    models: z.int(),
    running: z.int().describe('Sent from here, unanswered.'),
    queueDepth: z.number(),
    latencyMs: z.number().nullable().describe('When it was last asked how it is.'),
    errors: z.int().describe('Failures of the last minute.'),
    lastError: z
      .object({ at: z.int().describe('Milliseconds since 1970.'), message: z.string() })
      .nullable(),
  })
  .openapi('NodeReport');

const queueSchema = z
  .object({
    counts: z.record(z.enum(JOB_STATUSES), z.int()),
    jobs: z.array(jobSchema).describe('Those that run, then those that wait, without previews.'),
  })
  .openapi('QueueReport');

export const requestTotalsSchema = z
  .object({
    running: z.int(),
    ended: z.int(),
    failed: z.int().describe('Of those that ended: refused, failed or left.'),
    promptTokens: z.int(),
    completionTokens: z.int(),
    pictures: z.int(),
    speechSeconds: z.number(),
  })
  .openapi('RequestTotals');

/** `GET /admin/state`. */
export const serverReportSchema = z
  .object({
    version: z.string(),
    uptimeSeconds: z.number(),
    engines: z.array(engineSchema),
    memory: memorySchema.optional().describe('Absent on older servers.'),
    nodes: z.array(nodeSchema),
    queue: queueSchema.nullable().describe('Null where it cannot be reached.'),
    requests: requestTotalsSchema.describe('Since the start, without questions how the server is.'),
  })
  .openapi('ServerReport');

/** `GET /admin/requests`. */
export const requestListSchema = z.object({
  requests: z.array(
    z
      .object({
        seq: z.int().describe('Grows from request to request.'),
        id: z.string(),
        at: z.int().describe('Milliseconds since 1970.'),
        ...{ method: z.string(), route: z.string(), key: z.string().nullable() },
        ...{ model: z.string().nullable(), node: z.string().nullable() },
        ...{ status: z.int().nullable(), error: z.string().nullable() },
        ...{ ms: z.number(), firstByteMs: z.number().nullable() },
        ...{ promptTokens: z.int().nullable(), completionTokens: z.int().nullable() },
        ...{ pictures: z.int().nullable(), speechSeconds: z.number().nullable() },
        prompt: z.string().nullable().describe('Only where the settings ask for it to be kept.'),
      })
      .openapi('LoggedRequest'),
  ),
});
