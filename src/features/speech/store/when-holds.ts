/**
 * Resolves as soon as a condition holds or the signal fires; looked at whenever one of these
 * changes.
 */
export function whenHolds(
  holds: () => boolean,
  watched: readonly { subscribe(listener: () => void): () => void }[],
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const stops: (() => void)[] = [];
    const look = () => {
      if (!signal.aborted && !holds()) return;
      for (const stop of stops) stop();
      signal.removeEventListener('abort', look);
      resolve();
    };
    for (const each of watched) stops.push(each.subscribe(look));
    signal.addEventListener('abort', look);
    look();
  });
}
