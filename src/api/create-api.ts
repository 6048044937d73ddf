import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { addAboutRoutes } from './about/about-routes.ts';
import { addDocumentRoutes } from './about/document-routes.ts';
import { addFileRoutes } from './files/file-routes.ts';
import { createMemoryFileShelf, type FileShelf } from './files/file-shelf.ts';
import { ApiError } from './http/api-error.ts';
import type { ApiApp, ApiEnv } from './http/add-route.ts';
import { describeFailure, dialectOf } from './http/describe-error.ts';
import { createRouteFinder } from './http/find-route.ts';
import type { Forwarder } from './http/forwarder.ts';
import type { Gate } from './http/gate.ts';
import { chooseRequestId, startTrace, type RequestWatcher } from './http/request-trace.ts';
import type { JobDesk } from './jobs/job-desk.ts';
import { addJobRoutes } from './jobs/job-routes.ts';
import { createMemoryJobDesk } from './jobs/memory-job-desk.ts';
import { addChatRoutes } from './openai/chat/chat-route.ts';
import { addCompletionRoutes } from './openai/completions/completion-routes.ts';
import { addEmbeddingRoutes } from './openai/embeddings/embedding-routes.ts';
import { addImageRoutes } from './openai/images/image-routes.ts';
import { addModelRoutes } from './openai/models/model-routes.ts';
import { addModerationRoutes } from './openai/moderations/moderation-routes.ts';
import { addResponseRoutes } from './openai/responses/response-routes.ts';
import { addSpeechRoutes } from './openai/speech/speech-routes.ts';
import type { ApiServices } from './services.ts';
import { addPictureRoutes } from './studio/picture-routes.ts';
import { createStudioRunner } from './studio/run-studio-job.ts';
import { addStudioRoutes } from './studio/studio-routes.ts';

export interface ApiOptions extends RequestWatcher {
  /**
   * Whether long answers in one piece begin before they are whole, which is how a tab hears that
   * nobody waits for them any more. Default: false.
   */
  beginsEarly?: boolean;
  /** Of a request's body. Default 64 MB. */
  maxBodyBytes?: number;
  /**
   * Where clients find the routes, with a slash at the end, such as `https://example.org/triptych/`.
   * Default: at the root of the host that a request names.
   */
  root?: string;
  /** Where pictures lie that are answered as addresses. Default: in memory. */
  files?: FileShelf;
  /** Where work waits for its turn. Default: in memory. */
  jobs?: JobDesk;
  /** Says who may ask for what. Default: everyone for everything. */
  gate?: Gate;
  /** Has requests answered by other servers. Default: all are answered here. */
  forwarder?: Forwarder;
}

const MAX_BODY_BYTES = 64e6;

type RouteFinder = ReturnType<typeof createRouteFinder>;

/**
 * The API as an app that answers requests: `api.fetch(request)`. The same in a tab and on a server.
 * It keeps no model; closing a connection stops the engine that answers it.
 */
export function createApi(services: ApiServices, options: ApiOptions = {}): ApiApp {
  const app: ApiApp = new OpenAPIHono<ApiEnv>();
  const routes = createRouteFinder(app);
  traceRequests(app, routes, options);
  if (options.gate) guardRequests(app, routes, options.gate);
  if (options.forwarder) forwardRequests(app, options.forwarder);
  app.onError(answerFailure);
  app.notFound((context) => {
    const { method, path } = context.req;
    return answerFailure(
      new ApiError('route_not_found', `There is no ${method} ${path}.`),
      context,
    );
  });
  addAboutRoutes(app, services);
  addDocumentRoutes(app, services.version, options.root);
  addModelRoutes(app, services);
  addChatRoutes(app, services);
  addResponseRoutes(app, services);
  const files = options.files ?? createMemoryFileShelf();
  addImageRoutes(app, { services, files, ...(options.root && { root: options.root }) });
  addFileRoutes(app, files);
  addSpeechRoutes(app, services);
  addCompletionRoutes(app, services);
  addEmbeddingRoutes(app, services);
  addModerationRoutes(app, services);
  const jobs = options.jobs ?? createMemoryJobDesk(createStudioRunner(services));
  addStudioRoutes(app, services, jobs);
  addPictureRoutes(app, services);
  addJobRoutes(app, jobs);
  return app;
}

function answerFailure(thrown: unknown, { req, var: { trace } }: Context<ApiEnv>): Response {
  const { status, headers, code, message, body } = describeFailure(thrown, dialectOf(req.path));
  trace.fail(code, message);
  if (status >= 500) trace.note({ failure: describeCause(thrown) });
  return Response.json(body, { status, headers });
}

/** The words of a runtime, which clients are not told. */
function describeCause(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause instanceof Error
    ? `${thrown.message} (${thrown.cause.message})`
    : thrown.message;
}

function guardRequests(app: ApiApp, routes: RouteFinder, gate: Gate): void {
  app.use(async (context, next) => {
    const { path, raw } = context.req;
    const route = routes.find(path);
    const { trace, maxBodyBytes } = context.var;
    const { request, headers } = await gate.admit(raw, { route, trace, maxBodyBytes });
    context.req.raw = request;
    await next();
    for (const [name, value] of Object.entries(headers)) context.res.headers.set(name, value);
  });
}

function forwardRequests(app: ApiApp, forwarder: Forwarder): void {
  app.use('/v1/*', async (context, next) => {
    const { trace, maxBodyBytes } = context.var;
    const answered = await forwarder.forward(context.req.raw, { trace, maxBodyBytes });
    if (answered instanceof Response) return answered;
    context.req.raw = answered;
    return next();
  });
}

/** Gives every request an id, which is in the answer, and tells the watcher how it went. */
function traceRequests(app: ApiApp, routes: RouteFinder, options: ApiOptions): void {
  app.use(async (context, next) => {
    const { method, path } = context.req;
    const id = chooseRequestId(context.req.header('x-request-id'));
    const begin = performance.now();
    const route = routes.find(path)?.path;
    const trace = startTrace({ id, method, path, ...(route && { route }) }, options);
    context.set('trace', trace);
    context.set('beginsEarly', options.beginsEarly ?? false);
    context.set('maxBodyBytes', options.maxBodyBytes ?? MAX_BODY_BYTES);
    await next();
    context.res.headers.set('X-Request-Id', id);
    trace.note({ status: context.res.status, firstByteMs: performance.now() - begin });
    if (!trace.isOpen) trace.end();
  });
}
