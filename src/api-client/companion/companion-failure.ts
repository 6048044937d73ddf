import { ApiError } from '../../api/http/api-error.ts';
import { EngineError } from '../../engine/errors.ts';

/** Where it went wrong. */
interface Attempt {
  /** Of the companion. */
  url: string;
  /** Of whoever asked. */
  signal: AbortSignal;
  /** Whether a part of the answer is here. */
  hasBegun: boolean;
}

/**
 * What an engine of a companion throws, for whatever went wrong on the way: `aborted`,
 * `companion_key_refused`, `companion_scope_missing`, `companion_unreachable` (the server, or one behind
 * it, is gone), or what the server itself has told.
 */
export function describeCompanionFailure(thrown: unknown, attempt: Attempt): EngineError {
  if (attempt.signal.aborted) return new EngineError('aborted', 'Stopped before it was done.');
  if (thrown instanceof ApiError) return ofApi(thrown);
  const isConnection = thrown instanceof TypeError || isLost(thrown);
  return isConnection ? createUnreachable(thrown, attempt) : EngineError.from(thrown);
}

function createUnreachable(cause: unknown, { url, hasBegun }: Attempt): EngineError {
  const { host } = new URL(url);
  return new EngineError(
    'companion_unreachable',
    hasBegun
      ? `Your companion at ${host} went away before it was done: it was stopped, or the network is gone. What had come by then is kept.`
      : `Your companion at ${host} cannot be reached: it does not run, or the network is gone.`,
    { cause, details: { host } },
  );
}

/** What the browser says of a connection, not what the companion says of one of its own. */
function isLost(thrown: unknown): boolean {
  return (
    thrown instanceof EngineError &&
    thrown.code === 'network_unreachable' &&
    thrown.details.isForeign === true
  );
}

function ofApi(error: ApiError): EngineError {
  const { code, message, details } = error;
  if (code === 'key_not_valid')
    return new EngineError('companion_key_refused', message, { cause: error });
  if (code === 'scope_missing')
    return new EngineError('companion_scope_missing', message, { cause: error, details });
  const isPassing = code === 'shutting_down' || code === 'queue_full';
  return new EngineError(isPassing ? 'companion_unreachable' : 'invalid_request', message, {
    cause: error,
    details,
  });
}
