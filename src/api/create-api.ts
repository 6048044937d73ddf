import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { addAboutRoutes } from './about/about-routes.ts';
import { ApiError } from './http/api-error.ts';
import type { ApiApp, ApiEnv } from './http/add-route.ts';
import { describeFailure, dialectOf } from './http/describe-error.ts';
import { chooseRequestId, startTrace, type RequestWatcher } from './http/request-trace.ts';
import { addChatRoutes } from './openai/chat/chat-route.ts';
import { addModelRoutes } from './openai/models/model-routes.ts';
import type { ApiServices } from './services.ts';

export interface ApiOptions extends RequestWatcher {
  /** Of a request's body. Default 64 MB. */
  maxBodyBytes?: number;
}

const MAX_BODY_BYTES = 64e6;

/**
 * The API as an app that answers requests: `api.fetch(request)`. The same in a tab and on a server.
 * It keeps no model; closing a connection stops the engine that answers it.
 *
 * @example
 * const api = createApi(services);
 * const response = await api.request('/v1/models');
 */
export function createApi(services: ApiServices, options: ApiOptions = {}): ApiApp {
  const app: ApiApp = new OpenAPIHono<ApiEnv>();
  traceRequests(app, options);
  app.onError(answerFailure);
  app.notFound((context) => {
    const { method, path } = context.req;
    return answerFailure(
      new ApiError('route_not_found', `There is no ${method} ${path}.`),
      context,
    );
  });
  addAboutRoutes(app, services);
  addModelRoutes(app, services);
  addChatRoutes(app, services);
  return app;
}

function answerFailure(thrown: unknown, { req, var: { trace } }: Context<ApiEnv>): Response {
  const { status, headers, code, message, body } = describeFailure(thrown, dialectOf(req.path));
  trace.fail(code, message);
  return Response.json(body, { status, headers });
}

/** Gives every request an id, which is in the answer, and tells the watcher how it went. */
function traceRequests(app: ApiApp, options: ApiOptions): void {
  app.use(async (context, next) => {
    const { method, path } = context.req;
    const id = chooseRequestId(context.req.header('x-request-id'));
    const begin = performance.now();
    const trace = startTrace({ id, method, path }, options);
    context.set('trace', trace);
    context.set('maxBodyBytes', options.maxBodyBytes ?? MAX_BODY_BYTES);
    await next();
    context.res.headers.set('X-Request-Id', id);
    trace.note({ status: context.res.status, firstByteMs: performance.now() - begin });
    if (!trace.isOpen) trace.end();
  });
}
