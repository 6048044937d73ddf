import { z } from '@hono/zod-openapi';
import { EngineError } from '../../engine/errors.ts';
import { definedOnly } from '../../engine/defined-only.ts';
import { addRoute, type ApiApp, type ApiCall } from '../http/add-route.ts';
import type { JobDesk } from '../jobs/job-desk.ts';
import type { ApiServices } from '../services.ts';
import { checkSizes, countSizes } from './check-sizes.ts';
import { makePicture } from './run-studio-job.ts';
import {
  acceptedJobSchema,
  analysisSchema,
  analyzeRequestSchema,
  batchAnswerSchema,
  batchRequestSchema,
  generateAnswerSchema,
  generateRequestSchema,
  type WireBatchRequest,
} from './studio-schema.ts';
import { toPriority } from './to-picture-request.ts';
import { waitForJob } from './wait-for-job.ts';

const accepted = {
  description: 'It waits for its turn',
  content: { 'application/json': acceptedJobSchema },
};

/** `POST /analyze-context`, `/generate`, `/generate/async` and `/generate/batch-sizes`. */
export function addStudioRoutes(app: ApiApp, services: ApiServices, jobs: JobDesk): void {
  const route = { method: 'post', tag: 'Studio' } as const;
  addRoute(
    app,
    {
      ...route,
      path: '/analyze-context',
      summary: 'Understands a brief and writes prompts for it',
      body: analyzeRequestSchema,
      answers: {
        200: { description: 'Analysis', content: { 'application/json': analysisSchema } },
      },
    },
    (call) => analyze(call, services),
  );
  addRoute(
    app,
    {
      ...route,
      path: '/generate',
      summary: 'Makes a picture in seven stages',
      body: generateRequestSchema,
      answers: {
        200: { description: 'The picture', content: { 'application/json': generateAnswerSchema } },
      },
    },
    async ({ body, trace, signal, answerJson }) => {
      const picture = await makePicture(body, services, () => undefined, signal);
      trace.note({ model: picture.model });
      trace.countPictures(picture.cached ? 0 : 1);
      return answerJson(picture);
    },
  );
  addRoute(
    app,
    {
      ...route,
      path: '/generate/async',
      summary: 'Makes a picture as a job',
      body: generateRequestSchema,
      answers: { 202: accepted },
    },
    async ({ body, trace, answerJson }) => {
      const priority = toPriority(body.priority);
      const { jobId, status, position } = await jobs.submit({
        kind: 'generate',
        request: body,
        priority,
        ...(trace.keyId && { keyId: trace.keyId }),
      });
      trace.countPictures(1);
      return answerJson({ jobId, job_id: jobId, status, position }, 202);
    },
  );
  addRoute(
    app,
    {
      ...route,
      path: '/generate/batch-sizes',
      summary: 'Makes one motif in several sizes, as a job',
      query: z.object({ wait: z.enum(['true', 'false']).optional() }),
      body: batchRequestSchema,
      answers: {
        200: {
          description: 'The sizes, with `wait=true`',
          content: { 'application/json': batchAnswerSchema },
        },
        202: accepted,
      },
    },
    (call) => answerBatch(call, jobs),
  );
}

async function analyze(
  { body, signal, answerJson }: ApiCall<z.output<typeof analyzeRequestSchema>>,
  { studio }: ApiServices,
): Promise<Response> {
  const { brief, filters, model: chatModel, ...rest } = body;
  const { reasons: _, ...analysis } = await studio.analyzeContext(
    {
      ...definedOnly({ ...rest, chatModel }),
      brief,
      ...(filters && { filters: definedOnly(filters) }),
    },
    signal,
  );
  return answerJson(analysis);
}

async function answerBatch(
  {
    body,
    query,
    trace,
    signal,
    answerJson,
  }: ApiCall<WireBatchRequest, { wait?: string | undefined }>,
  jobs: JobDesk,
): Promise<Response> {
  if ((body.prompt === undefined) === (body.brief === undefined))
    throw new EngineError('invalid_request', 'Send either a prompt or a brief.', {
      details: { param: 'prompt' },
    });
  checkSizes(body.sizes.filter((size) => typeof size !== 'string'));
  const priority = toPriority(body.priority);
  const { jobId, status, position } = await jobs.submit({
    ...{ kind: 'batch-sizes', request: body, priority },
    ...(trace.keyId && { keyId: trace.keyId }),
  });
  trace.countPictures(countSizes(body.sizes));
  if (query.wait !== 'true') return answerJson({ jobId, job_id: jobId, status, position }, 202);
  await waitForJob(jobs, jobId, signal);
  return answerJson(await jobs.readResult(jobId));
}
