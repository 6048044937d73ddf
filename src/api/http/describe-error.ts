import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { describeError } from '../../engine/error-sentences.ts';
import { EngineError, type ErrorDetails } from '../../engine/errors.ts';
import { ApiError } from './api-error.ts';
import { ERROR_TABLE } from './error-table.ts';
import { RecordedError, type RecordedFailure } from './recorded-error.ts';

/** The two ways in which errors are written. */
export type Dialect = 'openai' | 'studio';

/** OpenAI's routes are those under `/v1`. */
export function dialectOf(path: string): Dialect {
  return path === '/v1' || path.startsWith('/v1/') ? 'openai' : 'studio';
}

export interface DescribedError {
  status: ContentfulStatusCode;
  headers: Readonly<Record<string, string>>;
  /** Our code, for logs. */
  code: string;
  message: string;
  body: OpenAiErrorBody | StudioErrorBody;
}

export interface OpenAiErrorBody {
  error: {
    message: string;
    type: string;
    param: string | null;
    code: string;
    details?: ErrorDetails;
  };
}

export interface StudioErrorBody {
  error: string;
  code: string;
  details: ErrorDetails;
}

/** What is answered for whatever was thrown. Texts of a runtime stay out of it. */
export function describeFailure(thrown: unknown, dialect: Dialect): DescribedError {
  if (thrown instanceof RecordedError) return describeRecorded(thrown);
  const error = thrown instanceof ApiError ? thrown : EngineError.from(thrown);
  const { status, type, openAiCode, studioCode } = ERROR_TABLE[error.code];
  const message = error instanceof ApiError ? error.message : sayWhy(error);
  const { isForeign: _, ...details } = error.details;
  return {
    status,
    headers: {
      ...adviseRetry(status, details),
      ...(error instanceof ApiError && error.headers),
    },
    code: error.code,
    message,
    body:
      dialect === 'openai'
        ? writeOpenAi(message, type, openAiCode ?? error.code, details)
        : { error: message, code: studioCode ?? error.code, details },
  };
}

/** There is no result, and this is why. */
function describeRecorded({ failure }: RecordedError): DescribedError {
  const { code, message, details } = failure;
  return { status: 409, headers: {}, code, message, body: { error: message, code, details } };
}

/** The engines' own words say more than the sentences for screens; a runtime's say too much. */
function sayWhy(error: EngineError): string {
  return error.details.isForeign || error.message === ''
    ? describeError(error).sentence
    : error.message;
}

function writeOpenAi(
  message: string,
  type: string,
  code: string,
  { param, ...details }: ErrorDetails,
): OpenAiErrorBody {
  const hasDetails = Object.keys(details).length > 0;
  return {
    error: {
      message,
      type,
      param: param === undefined ? null : String(param),
      code,
      ...(hasDetails && { details }),
    },
  };
}

/** OpenAI's clients would repeat what took too long, and it would take as long again. */
function adviseRetry(status: number, details: ErrorDetails): Record<string, string> {
  if (status === 504) return { 'X-Should-Retry': 'false' };
  return status === 429 || status === 503 ? { 'Retry-After': retryAfter(details) } : {};
}

function retryAfter({ retryAfterSeconds }: ErrorDetails): string {
  return String(typeof retryAfterSeconds === 'number' ? Math.ceil(retryAfterSeconds) : 5);
}

/** As it is written down for later. */
export function recordFailure(thrown: unknown): RecordedFailure {
  const { body, message } = describeFailure(thrown, 'studio');
  return 'details' in body
    ? { code: body.code, message, details: body.details }
    : { code: 'internal', message, details: {} };
}
