/**
 * A signal that fires when a request is given up, and that can be fired. Following ends with
 * `release`, so that a request which lives long keeps nothing. Until then it keeps the request: in
 * Node, a request's signal is dead once the request itself is collected as garbage.
 */
export function followRequest(request: Request): {
  signal: AbortSignal;
  stop(): void;
  release(): void;
} {
  const { signal: followed } = request;
  const own = new AbortController();
  const stop = () => own.abort();
  if (followed.aborted) stop();
  else followed.addEventListener('abort', stop, { once: true });
  return {
    signal: own.signal,
    stop,
    release: () => request.signal.removeEventListener('abort', stop),
  };
}
