import { z } from '@hono/zod-openapi';
import { addRoute, type ApiApp, type RouteTag } from '../http/add-route.ts';
import { DOCS_PAGE } from './docs-page.ts';

const TAGS: Readonly<Record<RouteTag, string>> = {
  Chat: 'Conversations with a language model, as OpenAI’s clients have them.',
  Images: 'Pictures from words and from pictures.',
  Speech: 'Sound from words.',
  Text: 'Texts gone on with, as vectors, and looked at.',
  Models: 'What is here.',
  Studio: 'From a brief to finished pictures.',
  Jobs: 'Work that waits for its turn.',
  About: 'What this is and how it is.',
  Admin: 'For whoever runs the server.',
};

/** Rapidoc styles its elements one by one; nothing else may come from anywhere. */
const DOCS_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** `GET /openapi.json` and `GET /docs`. `root`: as in `ApiOptions`. */
export function addDocumentRoutes(app: ApiApp, version: string, root?: string): void {
  addRoute(
    app,
    {
      method: 'get',
      path: '/openapi.json',
      tag: 'About',
      summary: 'This document, in OpenAPI 3.1',
      answers: {
        200: {
          description: 'OpenAPI',
          content: { 'application/json': z.record(z.string(), z.unknown()) },
        },
      },
    },
    ({ request }) => {
      const { href } = new URL(root ?? '/', request.url);
      return Response.json(writeDocument(app, version, href.replace(/\/$/, '')));
    },
  );
  addRoute(
    app,
    {
      method: 'get',
      path: '/docs',
      tag: 'About',
      summary: 'This document, for people',
      answers: { 200: { description: 'A page', content: { 'text/html': z.string() } } },
    },
    () =>
      new Response(DOCS_PAGE, {
        headers: {
          'Content-Type': 'text/html; charset=utf-8',
          'Content-Security-Policy': DOCS_POLICY,
        },
      }),
  );
}

function writeDocument(app: ApiApp, version: string, url: string): object {
  const used = new Set(
    app.openAPIRegistry.definitions.flatMap((definition) =>
      definition.type === 'route' ? (definition.route.tags ?? []) : [],
    ),
  );
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Triptych',
      version,
      description:
        'One API in two homes: a browser tab and a server. Routes under /v1 are OpenAI’s.',
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    servers: [{ url }],
    tags: Object.entries(TAGS)
      .filter(([name]) => used.has(name))
      .map(([name, description]) => ({ name, description })),
  });
}
