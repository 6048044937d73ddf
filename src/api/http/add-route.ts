import { z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ApiError } from './api-error.ts';
import { answerOnce, type Work } from './answer-once.ts';
import { dialectOf, type Dialect } from './describe-error.ts';
import { openAiErrorSchema, studioErrorSchema } from './error-schemas.ts';
import { answerEvents, type ServerEvent } from './event-stream.ts';
import { findUnknown, parseInput } from './parse-input.ts';
import { readBody } from './read-body.ts';
import type { RequestTrace } from './request-trace.ts';

/** What middleware leaves for handlers. */
export interface ApiEnv {
  Variables: { trace: RequestTrace; maxBodyBytes: number; beginsEarly: boolean };
}

export type ApiApp = OpenAPIHono<ApiEnv>;

type Fields = z.ZodObject;

/** What a route takes and answers. The OpenAPI document is written from it. */
export interface RouteDefinition<Body extends Fields, Query extends Fields, Params extends Fields> {
  method: 'get' | 'post';
  /** With parameters as `{id}`. */
  path: string;
  tag: RouteTag;
  summary: string;
  description?: string;
  body?: Body;
  /** The body may also come as a form with files. */
  takesForms?: boolean;
  query?: Query;
  params?: Params;
  /** By status. More than one kind of content where the client chooses. */
  answers: Readonly<Record<number, AnswerDefinition>>;
}

export type RouteTag =
  'Chat' | 'Images' | 'Speech' | 'Text' | 'Models' | 'Studio' | 'Jobs' | 'About' | 'Admin';

export interface AnswerDefinition {
  description: string;
  /** By kind of content. */
  content?: Readonly<Record<string, z.ZodType>>;
}

/** One request, read and checked. */
export interface ApiCall<Body, Query = unknown, Params = unknown> {
  body: Body;
  query: Query;
  params: Params;
  request: Request;
  /** Fires when the client closes the connection. */
  signal: AbortSignal;
  trace: RequestTrace;
  /** Tells the client what was not heeded; goes out with the answer. */
  warn(sentence: string): void;
  answerJson(value: object, status?: ContentfulStatusCode): Response;
  /** See `answerOnce`. */
  answerOnce(work: Work): Promise<Response>;
  /** See `answerEvents`. */
  answerEvents(
    begin: (signal: AbortSignal) => AsyncIterable<ServerEvent>,
    writeFailure?: (body: unknown) => ServerEvent,
  ): Promise<Response>;
  /** Headers for answers that are neither. */
  headers(): Record<string, string>;
}

const NO_FIELDS = z.object({});
type NoFields = typeof NO_FIELDS;

/** Adds a route to the app and to its document at once, so that neither lacks one of the other's. */
export function addRoute<
  Body extends Fields = NoFields,
  Query extends Fields = NoFields,
  Params extends Fields = NoFields,
>(
  app: ApiApp,
  route: RouteDefinition<Body, Query, Params>,
  answer: (
    call: ApiCall<z.output<Body>, z.output<Query>, z.output<Params>>,
  ) => Response | Promise<Response>,
): void {
  describeRoute(app, route);
  const path = toHonoPath(route.path);
  app[route.method](path, async (context) => answer(await readCall(route, context)));
  app.all(path, async ({ req }, next) => {
    const methods = listMethods(app, route.path);
    if (methods.includes(req.method)) return next();
    throw new ApiError(
      'method_not_allowed',
      `${route.path} takes ${methods.join(' or ')}, not ${req.method}.`,
    );
  });
}

/** A path may be of several routes. */
function listMethods({ openAPIRegistry }: ApiApp, path: string): string[] {
  return openAPIRegistry.definitions.flatMap((definition) =>
    definition.type === 'route' && definition.route.path === path
      ? [definition.route.method.toUpperCase()]
      : [],
  );
}

/** Ids of models contain slashes, which not every client escapes. */
export function toHonoPath(path: string): string {
  return path.replace('{model}', ':model{.+}').replaceAll(/\{(\w+)\}/g, ':$1');
}

async function readCall<Body extends Fields, Query extends Fields, Params extends Fields>(
  { path, body, query, params, takesForms = false }: RouteDefinition<Body, Query, Params>,
  context: Context<ApiEnv>,
): Promise<ApiCall<z.output<Body>, z.output<Query>, z.output<Params>>> {
  const request = context.req.raw;
  const { trace, maxBodyBytes, beginsEarly } = context.var;
  const given = body
    ? await readBody(request, { schema: body, takesForms, maxBytes: maxBodyBytes })
    : {};
  const warnings = body ? findUnknown(body, given).map(sayIgnored) : [];
  const call = {
    body: parseInput(body ?? NO_FIELDS, given) as z.output<Body>,
    query: parseInput(query ?? NO_FIELDS, context.req.query()) as z.output<Query>,
    params: parseInput(params ?? NO_FIELDS, context.req.param()) as z.output<Params>,
  };
  const headers = () =>
    warnings.length > 0 ? { 'X-Warnings': escapeForHeader(JSON.stringify(warnings)) } : {};
  const dialect = dialectOf(path);
  const write = (value: object) => (warnings.length > 0 ? { ...value, warnings } : value);
  return {
    ...call,
    request,
    signal: request.signal,
    trace,
    warn: (sentence) => void warnings.push(sentence),
    headers,
    answerJson: (value, status = 200) => Response.json(write(value), { status }),
    answerOnce: (work) => answerOnce(work, { request, trace, dialect, beginsEarly, write }),
    answerEvents: (begin, writeFailure) =>
      answerEvents(begin, {
        ...{ request, trace, dialect },
        headers: headers(),
        ...(writeFailure && { writeFailure }),
      }),
  };
}

function sayIgnored(option: string): string {
  return `There is no option "${option}" here; it was ignored.`;
}

/** Headers carry ASCII alone. */
function escapeForHeader(json: string): string {
  return json
    .slice(0, 2000)
    .replaceAll(
      /[^\x20-\x7e]/g,
      (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}

function describeRoute<Body extends Fields, Query extends Fields, Params extends Fields>(
  app: ApiApp,
  route: RouteDefinition<Body, Query, Params>,
): void {
  const { method, path, tag, summary, description, body, query, params, takesForms, answers } =
    route;
  app.openAPIRegistry.registerPath({
    method,
    path,
    tags: [tag],
    summary,
    ...(description && { description }),
    operationId: nameOperation(method, path),
    request: {
      ...(body && {
        body: {
          required: true,
          content: {
            'application/json': { schema: body },
            ...(takesForms && { 'multipart/form-data': { schema: body } }),
          },
        },
      }),
      ...(query && { query }),
      ...(params && { params }),
    },
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, { description, content = {} }]) => [
          status,
          {
            description,
            content: Object.fromEntries(
              Object.entries(content).map(([kind, schema]) => [kind, { schema }]),
            ),
          },
        ]),
      ),
      default: describeErrors(dialectOf(path)),
    },
  });
}

function describeErrors(dialect: Dialect) {
  return {
    description: 'It failed; the code says why.',
    content: {
      'application/json': { schema: dialect === 'openai' ? openAiErrorSchema : studioErrorSchema },
    },
  };
}

/** As generators of clients name their methods: `post_v1_chat_completions`. */
function nameOperation(method: string, path: string): string {
  return `${method}${path.replaceAll(/[^\w]+/g, '_')}`.replace(/_$/, '');
}
