import { z } from '@hono/zod-openapi';
import type { Registry } from 'prom-client';
import { addRoute, type ApiApp } from '../../src/api/http/add-route.ts';
import type { RequestLog } from '../requests/request-log.ts';

const MAX_LISTED = 1000;
const DEFAULT_LISTED = 100;

const loggedRequestSchema = z
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
  .openapi('LoggedRequest');

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
      }),
      answers: {
        200: {
          description: 'Requests',
          content: { 'application/json': z.object({ requests: z.array(loggedRequestSchema) }) },
        },
      },
    },
    ({ query: { limit, before }, answerJson }) =>
      answerJson({ requests: requests.read({ limit, ...(before !== undefined && { before }) }) }),
  );
}
