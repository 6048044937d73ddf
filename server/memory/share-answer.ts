/** All who ask while an answer is on its way get that one. */
export function shareAnswer<R>(ask: () => Promise<R>): () => Promise<R> {
  let asked: Promise<R> | undefined;
  return () => (asked ??= ask().finally(() => (asked = undefined)));
}
