import { z } from '@hono/zod-openapi';
import { addRoute, type ApiApp } from '../http/add-route.ts';
import type { ServerEvent } from '../http/event-stream.ts';
import { JOB_STATUSES, type JobDesk, type JobEvent } from './job-desk.ts';
import { cancelledJobSchema, jobEventSchema, jobListSchema, jobSchema } from './job-schema.ts';

const MAX_LISTED = 100;
const DEFAULT_LISTED = 20;

const params = z.object({ id: z.string().min(1).max(128) });

const ofOneJob = { tag: 'Jobs', params } as const;

/** `GET /jobs` and all below it. */
export function addJobRoutes(app: ApiApp, jobs: JobDesk): void {
  addListRoute(app, jobs);
  addStateRoute(app, jobs);
  addResultRoute(app, jobs);
  addEventsRoute(app, jobs);
  addCancelRoute(app, jobs);
}

function addListRoute(app: ApiApp, jobs: JobDesk): void {
  addRoute(
    app,
    {
      method: 'get',
      path: '/jobs',
      tag: 'Jobs',
      summary: 'Lists jobs, the newest first',
      query: z.object({
        status: z.enum(JOB_STATUSES).optional(),
        limit: z.coerce.number().int().min(1).max(MAX_LISTED).default(DEFAULT_LISTED),
        after: z.string().max(128).optional().describe('Only older ones than this job.'),
      }),
      answers: { 200: { description: 'Jobs', content: { 'application/json': jobListSchema } } },
    },
    async ({ query: { limit, status, after }, answerJson }) =>
      answerJson({
        jobs: await jobs.list({ limit, ...(status && { status }), ...(after && { after }) }),
      }),
  );
}

function addStateRoute(app: ApiApp, jobs: JobDesk): void {
  addRoute(
    app,
    {
      ...ofOneJob,
      method: 'get',
      path: '/jobs/{id}',
      summary: 'Says how far a job is',
      answers: { 200: { description: 'The job', content: { 'application/json': jobSchema } } },
    },
    async ({ params: { id }, answerJson }) => answerJson(await jobs.find(id)),
  );
}

function addResultRoute(app: ApiApp, jobs: JobDesk): void {
  addRoute(
    app,
    {
      ...ofOneJob,
      method: 'get',
      path: '/jobs/{id}/result',
      summary: 'What a job has made; 409 while there is nothing',
      answers: {
        200: {
          description: 'As the route answers that the job was asked of',
          content: { 'application/json': z.record(z.string(), z.unknown()) },
        },
      },
    },
    async ({ params: { id }, answerJson }) => answerJson(await jobs.readResult(id)),
  );
}

function addEventsRoute(app: ApiApp, jobs: JobDesk): void {
  addRoute(
    app,
    {
      ...ofOneJob,
      method: 'get',
      path: '/jobs/{id}/events',
      summary: 'What happens to a job, as it happens',
      description: 'Who comes back with `Last-Event-ID` is told what was missed.',
      answers: {
        200: { description: 'Events', content: { 'text/event-stream': jobEventSchema } },
      },
    },
    async ({ params: { id }, request, answerEvents }) => {
      await jobs.find(id);
      const after = Number(request.headers.get('last-event-id')) || 0;
      return answerEvents((signal) => writeEvents(jobs.watch(id, after, signal)));
    },
  );
}

function addCancelRoute(app: ApiApp, jobs: JobDesk): void {
  addRoute(
    app,
    {
      ...ofOneJob,
      method: 'post',
      path: '/jobs/{id}/cancel',
      summary: 'Gives a job up',
      answers: {
        200: { description: 'Its state', content: { 'application/json': cancelledJobSchema } },
      },
    },
    async ({ params: { id }, answerJson }) => {
      const { jobId, status } = await jobs.cancel(id);
      return answerJson({ jobId, status });
    },
  );
}

async function* writeEvents(events: AsyncIterable<JobEvent>): AsyncGenerator<ServerEvent> {
  for await (const { id, type, data } of events) yield { id: String(id), event: type, data };
}
