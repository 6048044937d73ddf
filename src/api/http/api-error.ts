import type { ErrorDetails } from '../../engine/errors.ts';

/** What only the API can say, for which the engines have no code. Wire values. */
export type ApiErrorCode =
  | 'file_not_found'
  | 'host_not_allowed'
  | 'job_cancelled'
  | 'job_not_found'
  | 'key_not_found'
  | 'key_not_valid'
  | 'method_not_allowed'
  | 'queue_full'
  | 'rate_limit_exceeded'
  | 'result_not_ready'
  | 'route_not_found'
  | 'scope_missing'
  | 'shutting_down'
  | 'unsupported_media_type';

/** A request that failed before any engine heard of it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiErrorCode;
  readonly details: ErrorDetails;
  /** That the answer carries besides those of its status. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ApiErrorCode,
    message: string,
    details: ErrorDetails = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.code = code;
    this.details = details;
    this.headers = headers;
  }
}
