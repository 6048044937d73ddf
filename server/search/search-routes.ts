import { z } from '@hono/zod-openapi';
import { addRoute, type ApiApp } from '../../src/api/http/add-route.ts';
import { ApiError } from '../../src/api/http/api-error.ts';
import type { JobDesk, JobView } from '../../src/api/jobs/job-desk.ts';
import { jobSchema } from '../../src/api/jobs/job-schema.ts';
import { EngineError } from '../../src/engine/errors.ts';
import type { FoundJob, JobWords } from './job-words.ts';
import { searchedTextSchema } from './searched-text.ts';

const MAX_LISTED = 100;
const DEFAULT_LISTED = 20;

const foundJobsSchema = z
  .object({
    jobs: z.array(
      jobSchema.extend({
        text: z.string().describe('What it was asked for, of a long text the beginning.'),
      }),
    ),
  })
  .openapi('FoundJobs');

interface SearchParts {
  desk: Pick<JobDesk, 'find'>;
  /** Undefined where the queue is elsewhere. */
  words: Pick<JobWords, 'find'> | undefined;
}

/** `GET /search`: pictures by what was asked for. */
export function addSearchRoutes(app: ApiApp, { desk, words }: SearchParts): void {
  addRoute(
    app,
    {
      method: 'get',
      path: '/search',
      tag: 'Jobs',
      summary: 'Finds jobs by the words of their prompts, the newest first',
      description:
        'Only jobs that were asked for with the same key, or like this request without one. Their pictures are at `/jobs/{id}/result`.',
      query: z.object({
        query: searchedTextSchema,
        limit: z.coerce.number().int().min(1).max(MAX_LISTED).default(DEFAULT_LISTED),
        after: z.string().max(128).optional().describe('Only older ones than this job.'),
      }),
      answers: { 200: { description: 'Jobs', content: { 'application/json': foundJobsSchema } } },
    },
    async ({ query: { query, limit, after }, trace: { keyId }, answerJson }) => {
      if (!words)
        throw new EngineError(
          'not_supported',
          'The jobs of this server wait in Redis, where they cannot be found by their words.',
        );
      const found = words.find({ query, keyId, limit, ...(after !== undefined && { after }) });
      return answerJson({ jobs: (await Promise.all(found.map((job) => view(desk, job)))).flat() });
    },
  );
}

/** Nothing of a job that was removed meanwhile. */
async function view(
  desk: SearchParts['desk'],
  { jobId, text }: FoundJob,
): Promise<(JobView & { text: string })[]> {
  try {
    const { progress: _, ...job } = await desk.find(jobId);
    return [{ ...job, text }];
  } catch (thrown) {
    if (thrown instanceof ApiError && thrown.code === 'job_not_found') return [];
    throw thrown;
  }
}
