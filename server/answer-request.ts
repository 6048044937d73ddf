import { Hono } from 'hono';
import type { ApiApp } from '../src/api/http/add-route.ts';
import { ApiError } from '../src/api/http/api-error.ts';
import { describeFailure, dialectOf } from '../src/api/http/describe-error.ts';
import { chooseRequestId } from '../src/api/http/request-trace.ts';
import { answerOrigins, protectAnswers } from './answer-headers.ts';
import { checkOrigin, type AllowedOrigins } from './check-origin.ts';
import { runForRequest } from './log/request-id.ts';
import { NO_TRACER, type Tracer } from './traces/span.ts';
import { startRequestSpan } from './traces/trace-requests.ts';

type Answer = (request: Request) => Response | Promise<Response>;

/** Who answers, all on one origin. */
export interface RequestParts extends AllowedOrigins {
  api: ApiApp;
  studio: { fetch: Answer };
  /** Whether the server is about to end, and for how long it may still take. */
  isDraining(): boolean;
  drainSeconds: number;
  /** Told of the API's requests. Default: nobody is. */
  tracer?: Tracer;
}

/**
 * The API where it has a route, else the studio, whose build also has what `/docs` loads. `/` is the
 * studio for whoever reads HTML, and for programs what the API says of itself.
 */
export function createAnswer(parts: RequestParts): Answer {
  const { api, studio, origins, isDraining, drainSeconds, tracer = NO_TRACER } = parts;
  const roots = new Set(listRoots(api));
  const isForApi = (request: Request, path: string) =>
    path === '/' ? !readsHtml(request) : roots.has(rootOf(path)) && !path.startsWith('/docs/');
  const app = new Hono();
  app.use(protectAnswers());
  app.use((context, next) => {
    checkOrigin(context.req.raw, parts);
    if (!isDraining()) return next();
    throw new ApiError('shutting_down', 'This server is about to end. Try again in a moment.', {
      retryAfterSeconds: drainSeconds,
    });
  });
  if (origins.length > 0) app.use(answerOrigins(origins));
  app.all('*', ({ req: { raw } }) => {
    const { pathname } = new URL(raw.url);
    const id = requestIdOf(raw);
    return isForApi(raw, pathname)
      ? runForRequest(id, () => api.fetch(raw), startRequestSpan(tracer, raw, id))
      : runForRequest(id, () => studio.fetch(raw));
  });
  app.onError((thrown, { req: { raw } }) => {
    const { status, headers, body } = describeFailure(thrown, dialectOf(new URL(raw.url).pathname));
    return Response.json(body, {
      status,
      headers: {
        ...headers,
        ...tellPage(thrown),
        Connection: 'close',
        'X-Request-Id': requestIdOf(raw),
      },
    });
  });
  return (request) => app.fetch(request);
}

/** A page that is not let in may read that it is not, and what would let it in. */
function tellPage(thrown: unknown): Record<string, string> {
  const isRefused = thrown instanceof ApiError && thrown.code === 'host_not_allowed';
  return isRefused ? { 'Access-Control-Allow-Origin': '*' } : {};
}

/** The client's own, else a new one, which the request has from now on. */
function requestIdOf({ headers }: Request): string {
  const id = chooseRequestId(headers.get('x-request-id'));
  headers.set('x-request-id', id);
  return id;
}

/** First words of the API's paths: all below them is the API's, also what does not exist. */
function listRoots({ openAPIRegistry }: ApiApp): string[] {
  const paths = openAPIRegistry.definitions.flatMap((definition) =>
    definition.type === 'route' ? [definition.route.path] : [],
  );
  return ['v1', ...paths.map(rootOf)].filter(Boolean);
}

function rootOf(path: string): string {
  return path.split('/')[1] ?? '';
}

function readsHtml({ headers }: Request): boolean {
  return headers.get('accept')?.includes('text/html') ?? false;
}
