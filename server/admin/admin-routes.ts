import { z } from '@hono/zod-openapi';
import type { Registry } from 'prom-client';
import { requestListSchema } from '../../src/api/admin/admin-schema.ts';
import { addRoute, type ApiApp } from '../../src/api/http/add-route.ts';
import type { RequestLog } from '../requests/request-log.ts';
import { searchedTextSchema } from '../search/searched-text.ts';

const MAX_LISTED = 1000;
const DEFAULT_LISTED = 100;

/** `GET /metrics` and `GET /admin/requests`. */
export function addAdminRoutes(
  app: ApiApp,
  { register, requests }: { register: Registry; requests: Pick<RequestLog, 'read'> },
): void {
  addRoute(
    app,
    {
      method: 'get',
      path: '/metrics',
      tag: 'Admin',
      summary: 'Figures for Prometheus',
      answers: { 200: { description: 'Figures', content: { 'text/plain': z.string() } } },
    },
    async () =>
      new Response(await register.metrics(), {
        headers: { 'Content-Type': register.contentType, 'Cache-Control': 'no-store' },
      }),
  );
  addRoute(
    app,
    {
      method: 'get',
      path: '/admin/requests',
      tag: 'Admin',
      summary: 'The log of requests, the newest first',
      query: z.object({
        limit: z.coerce.number().int().min(1).max(MAX_LISTED).default(DEFAULT_LISTED),
        before: z.coerce.number().int().min(1).optional().describe('Only what has a lower seq.'),
        query: searchedTextSchema
          .optional()
          .describe('Words of prompts; nothing is found where prompts are not kept.'),
      }),
      answers: {
        200: { description: 'Requests', content: { 'application/json': requestListSchema } },
      },
    },
    ({ query: { limit, before, query }, answerJson }) =>
      answerJson({
        requests: requests.read({
          limit,
          ...(before !== undefined && { before }),
          ...(query !== undefined && { query }),
        }),
      }),
  );
}
