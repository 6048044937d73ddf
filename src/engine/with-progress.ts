/**
 * Runs work that reports how much of it is done: yields an event for what was last reported, and
 * returns the work's result. Ends only when the work has, so that nothing is taken from under it.
 * Throws what the work throws.
 *
 * @example
 * const start = async (report: (done: number) => void) => {
 *   report(0.5);
 *   return 'made';
 * };
 * const work = withProgress(start, (done) => `${100 * done} %`);
 * await work.next(); // → { value: '50 %', done: false }
 * await work.next(); // → { value: 'made', done: true }
 */
export async function* withProgress<R, E>(
  start: (report: (done: number) => void) => Promise<R>,
  describe: (done: number) => E,
): AsyncGenerator<E, R> {
  let latest: number | undefined;
  let isSettled = false;
  let wake = () => {};
  const work = start((done) => {
    latest = done;
    wake();
  });
  const settled = work
    .catch(() => undefined)
    .finally(() => {
      isSettled = true;
      wake();
    });
  try {
    while (!isSettled || latest !== undefined) {
      if (latest === undefined) await new Promise<void>((resolve) => (wake = resolve));
      const done = latest;
      latest = undefined;
      if (done !== undefined) yield describe(done);
    }
  } finally {
    await settled;
  }
  return work;
}
