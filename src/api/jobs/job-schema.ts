import { z } from '@hono/zod-openapi';
import { JOB_STATUSES } from './job-desk.ts';

const detailsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

export const jobSchema = z
  .object({
    jobId: z.string(),
    kind: z.string(),
    status: z.enum(JOB_STATUSES),
    position: z.int().optional().describe('In the queue, from 1.'),
    progress: z
      .object({
        stage: z.string(),
        step: z.number(),
        of: z.number(),
        preview: z.string().optional().describe('A PNG in base64.'),
      })
      .optional(),
    error: z.object({ code: z.string(), message: z.string(), details: detailsSchema }).optional(),
    createdAt: z.string().describe('ISO 8601, as the other times.'),
    startedAt: z.string().optional(),
    endedAt: z.string().optional(),
    attempts: z.int(),
  })
  .openapi('Job');

export const jobListSchema = z.object({ jobs: z.array(jobSchema) }).openapi('JobList');

export const cancelledJobSchema = z
  .object({ jobId: z.string(), status: z.enum(JOB_STATUSES) })
  .openapi('CancelledJob');

/** Of `text/event-stream`: the data of one event, by the event’s name. */
export const jobEventSchema = z
  .union([
    z.object({ stage: z.string(), step: z.number(), of: z.number() }).describe('progress'),
    z.object({ stage: z.string(), preview: z.string() }).describe('preview: a PNG in base64.'),
    cancelledJobSchema.describe('completed, cancelled'),
    z.object({ code: z.string(), message: z.string(), details: detailsSchema }).describe('failed'),
  ])
  .openapi('JobEvent');
