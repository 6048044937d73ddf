import { EngineError, type ErrorCode, type ErrorDetails } from '../../src/engine/errors.ts';

/**
 * What the page's side of a job returns instead of throwing: an error that crosses from the browser
 * keeps only its text.
 */
export type PageResult<T> =
  { value: T } | { failure: { code: ErrorCode; message: string; details: ErrorDetails } };

/** The value, or the EngineError that it was in the page. */
export function unwrap<T>(result: PageResult<T>): T {
  if ('value' in result) return result.value;
  const { code, message, details } = result.failure;
  throw new EngineError(code, message, { details });
}
