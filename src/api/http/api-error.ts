import type { ErrorDetails } from '../../engine/errors.ts';

/** What only the API can say, for which the engines have no code. Wire values. */
export type ApiErrorCode =
  | 'file_not_found'
  | 'host_not_allowed'
  | 'job_cancelled'
  | 'job_not_found'
  | 'key_not_valid'
  | 'method_not_allowed'
  | 'queue_full'
  | 'result_not_ready'
  | 'route_not_found'
  | 'shutting_down'
  | 'unsupported_media_type';

/** A request that failed before any engine heard of it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ApiErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}
