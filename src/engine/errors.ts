/**
 * Every failure that the app, a worker or the server can report. Wire values, as OpenAI's
 * `error.code`.
 */
export type ErrorCode =
  | 'aborted'
  | 'companion_key_refused'
  | 'companion_scope_missing'
  | 'companion_unreachable'
  | 'content_blocked'
  | 'context_too_long'
  | 'device_lost'
  | 'download_failed'
  | 'engine_crashed'
  | 'gpu_timeout'
  | 'internal'
  | 'invalid_output'
  | 'invalid_request'
  | 'language_not_supported'
  | 'limit_exceeded'
  | 'model_not_found'
  | 'model_not_installed'
  | 'network_unreachable'
  | 'nothing_to_say'
  | 'not_supported'
  | 'out_of_memory'
  | 'storage_full'
  | 'storage_unavailable'
  | 'time_limit_exceeded'
  | 'voice_not_found'
  | 'webgpu_unavailable'
  | 'weights_damaged';

/** Numbers and names that a screen or a log needs besides the message. Structured-cloneable. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean>>;

/** The one error class that crosses a boundary. Branch on `code`, never on `message`. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; details?: ErrorDetails } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.details = options.details ?? {};
  }

  /**
   * Wraps whatever was thrown, once: an EngineError stays what it is, an AbortError becomes
   * `aborted`, the rest takes `fallback`. What is wrapped is marked `isForeign`: its message is a
   * runtime's, for logs and not for people.
   */
  static from(thrown: unknown, fallback: ErrorCode = 'internal'): EngineError {
    if (thrown instanceof EngineError) return thrown;
    const code = classify(thrown) ?? fallback;
    return new EngineError(code, messageOf(thrown), {
      cause: thrown,
      details: { isForeign: true },
    });
  }
}

/** Throws `aborted` if the signal has fired. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw createAborted();
}

/** Rejects with `aborted` once the signal fires, for a race; nobody need listen. */
export function whenAborted(signal: AbortSignal): Promise<never> {
  const stopped = new Promise<never>((_, reject) => {
    const stop = () => reject(createAborted());
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  stopped.catch(() => undefined);
  return stopped;
}

/** For work that somebody has stopped. */
export function createAborted(): EngineError {
  return new EngineError('aborted', 'Stopped before it was done.');
}

function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  return typeof thrown === 'number' ? `The runtime stopped with code ${thrown}.` : String(thrown);
}

/**
 * Foreign errors that are known by their class or, where the runtime gives nothing else, by their
 * text.
 */
function classify(thrown: unknown): ErrorCode | undefined {
  const name = thrown instanceof Error || thrown instanceof DOMException ? thrown.name : '';
  if (name === 'AbortError') return 'aborted';
  if (name === 'QuotaExceededError') return 'storage_full';
  if (name === 'NotReadableError') return 'weights_damaged';
  const message = messageOf(thrown);
  if (/out of memory|bad_alloc|allocation failed|failed to allocate/i.test(message))
    return 'out_of_memory';
  if (/device (was |is |has been )?lost/i.test(message)) return 'device_lost';
  return undefined;
}
