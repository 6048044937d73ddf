/** One for all who ask, made when it is first needed, and again if that failed. */
export function once<T>(open: () => Promise<T>): () => Promise<T> {
  let opening: Promise<T> | undefined;
  return () =>
    (opening ??= open().catch((thrown: unknown) => {
      opening = undefined;
      throw thrown;
    }));
}
