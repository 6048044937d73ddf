/**
 * A signal that follows another one, and that can be fired. Following ends with `release`, so that a
 * signal which lives long keeps nothing.
 */
export function followSignal(followed: AbortSignal): {
  signal: AbortSignal;
  stop(): void;
  release(): void;
} {
  const own = new AbortController();
  const stop = () => own.abort();
  if (followed.aborted) stop();
  else followed.addEventListener('abort', stop, { once: true });
  return {
    signal: own.signal,
    stop,
    release: () => followed.removeEventListener('abort', stop),
  };
}
