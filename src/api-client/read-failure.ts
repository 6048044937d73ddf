import { z } from '@hono/zod-openapi';
import { ApiError, type ApiErrorCode } from '../api/http/api-error.ts';
import { ERROR_TABLE } from '../api/http/error-table.ts';
import { EngineError, type ErrorCode, type ErrorDetails } from '../engine/errors.ts';

const detailsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** Both ways in which a server says what went wrong. */
const failureSchema = z.union([
  z
    .object({
      error: z.object({
        message: z.string(),
        code: z.string(),
        param: z.string().nullish(),
        details: detailsSchema.optional(),
      }),
    })
    .transform(({ error: { message, code, param, details } }) => ({
      ...{ message, code },
      details: { ...details, ...(param != null && { param }) },
    })),
  z
    .object({ error: z.string(), code: z.string(), details: detailsSchema.optional() })
    .transform(({ error: message, code, details = {} }) => ({ message, code, details })),
]);

const API_CODES: ReadonlySet<string> = new Set<ApiErrorCode>([
  'file_not_found',
  'host_not_allowed',
  'job_cancelled',
  'job_not_found',
  'key_not_found',
  'key_not_valid',
  'method_not_allowed',
  'queue_full',
  'rate_limit_exceeded',
  'result_not_ready',
  'route_not_found',
  'scope_missing',
  'shutting_down',
  'unsupported_media_type',
]);

/** The error that a server has told of; `undefined` for anything else. */
export function readFailure(json: unknown): EngineError | ApiError | undefined {
  const parsed = failureSchema.safeParse(json);
  return parsed.success ? createError(parsed.data) : undefined;
}

/** An error by its code on the wire. A code of a newer server is `internal`. */
export function createError({
  message,
  code,
  details,
}: {
  message: string;
  code: string;
  details: ErrorDetails;
}): EngineError | ApiError {
  const own = Object.entries(ERROR_TABLE).find(
    ([name, { openAiCode, studioCode }]) =>
      name === code || openAiCode === code || studioCode === code,
  )?.[0];
  if (own !== undefined && API_CODES.has(own))
    return new ApiError(own as ApiErrorCode, message, details);
  return new EngineError((own ?? 'internal') as ErrorCode, message, { details });
}
