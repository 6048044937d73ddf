import { z } from '@hono/zod-openapi';
import { serverReportSchema } from '../../src/api/admin/admin-schema.ts';
import { addRoute, type ApiApp } from '../../src/api/http/add-route.ts';
import type { JobDesk } from '../../src/api/jobs/job-desk.ts';
import { cancelledJobSchema } from '../../src/api/jobs/job-schema.ts';
import { readReport, type ReportSources } from './read-report.ts';

interface ReportParts extends ReportSources {
  desk: Pick<JobDesk, 'cancel'>;
}

/** `GET /admin/state`, and what can be done about it: `POST /admin/jobs/{id}/cancel`. */
export function addReportRoutes(app: ApiApp, { desk, ...sources }: ReportParts): void {
  addRoute(
    app,
    {
      method: 'get',
      path: '/admin/state',
      tag: 'Admin',
      summary: 'How the server is: engines, nodes, queue, requests',
      answers: {
        200: { description: 'Its state', content: { 'application/json': serverReportSchema } },
      },
    },
    async ({ answerJson }) => answerJson(await readReport(sources)),
  );
  addRoute(
    app,
    {
      method: 'post',
      path: '/admin/jobs/{id}/cancel',
      tag: 'Admin',
      summary: 'Gives anyone’s job up',
      params: z.object({ id: z.string().min(1).max(128) }),
      answers: {
        200: { description: 'Its state', content: { 'application/json': cancelledJobSchema } },
      },
    },
    async ({ params: { id }, answerJson }) => {
      const { jobId, status } = await desk.cancel(id);
      return answerJson({ jobId, status });
    },
  );
}
