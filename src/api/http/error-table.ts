import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ErrorCode } from '../../engine/errors.ts';
import type { ApiErrorCode } from './api-error.ts';

/** OpenAI's `error.type`. */
export type OpenAiErrorType =
  'invalid_request_error' | 'not_found_error' | 'rate_limit_error' | 'server_error';

interface ErrorAnswer {
  status: ContentfulStatusCode;
  type: OpenAiErrorType;
  /** Where OpenAI or imajin have a name of their own for it. Default: our code. */
  openAiCode?: string;
  studioCode?: string;
}

const invalid = (status: ContentfulStatusCode = 400): ErrorAnswer => ({
  status,
  type: 'invalid_request_error',
});
const missing: ErrorAnswer = { status: 404, type: 'not_found_error' };
/** It may work later. */
const unavailable: ErrorAnswer = { status: 503, type: 'server_error' };

/**
 * From our codes to what is answered. Official clients repeat 408, 409, 429 and all from 500 on, so
 * what waiting cannot mend is below.
 */
export const ERROR_TABLE: Readonly<Record<ErrorCode | ApiErrorCode, ErrorAnswer>> = {
  // The client has gone, so nobody reads it; it is for logs.
  aborted: { status: 499 as ContentfulStatusCode, type: 'invalid_request_error' },
  companion_key_refused: unavailable,
  companion_scope_missing: invalid(403),
  companion_unreachable: unavailable,
  content_blocked: { ...invalid(), openAiCode: 'content_policy_violation' },
  context_too_long: { ...invalid(), openAiCode: 'context_length_exceeded' },
  device_lost: unavailable,
  download_failed: unavailable,
  engine_crashed: unavailable,
  file_not_found: missing,
  gpu_timeout: unavailable,
  host_not_allowed: invalid(403),
  internal: { status: 500, type: 'server_error' },
  invalid_output: { status: 422, type: 'server_error' },
  invalid_request: invalid(),
  job_cancelled: invalid(409),
  job_not_found: missing,
  key_not_found: missing,
  key_not_valid: { ...invalid(401), openAiCode: 'invalid_api_key' },
  language_not_supported: invalid(),
  limit_exceeded: invalid(413),
  method_not_allowed: invalid(405),
  model_not_found: missing,
  model_not_installed: missing,
  network_unreachable: unavailable,
  nothing_to_say: invalid(),
  not_supported: invalid(),
  out_of_memory: { ...unavailable, openAiCode: 'GPU_OOM', studioCode: 'GPU_OOM' },
  queue_full: { status: 429, type: 'rate_limit_error' },
  rate_limit_exceeded: { status: 429, type: 'rate_limit_error' },
  result_not_ready: invalid(409),
  route_not_found: missing,
  scope_missing: invalid(403),
  shutting_down: unavailable,
  storage_full: unavailable,
  storage_unavailable: unavailable,
  // Clients are told not to repeat it, see `describeFailure`.
  time_limit_exceeded: { status: 504, type: 'server_error' },
  unsupported_media_type: invalid(415),
  voice_not_found: invalid(),
  webgpu_unavailable: unavailable,
  weights_damaged: unavailable,
};
