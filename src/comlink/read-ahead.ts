import { nextTask } from '../engine/next-task.ts';

/**
 * The same values, the next `count` of which are made while the consumer is still busy with the
 * ones before: a page that draws a frame does not hold up a model that writes a hundred tokens a
 * second. Between the values messages are let in, so that a cancel is heard.
 */
export async function* readAhead<T>(source: AsyncIterable<T>, count: number): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  const steps: Promise<IteratorResult<T, unknown>>[] = [];
  let isLeft = false;
  let before: Promise<unknown> = Promise.resolve();
  const next = () => (isLeft ? { done: true as const, value: undefined } : iterator.next());
  const ask = () => {
    const step = before.then(nextTask).then(next);
    // Only the consumer learns of a failure.
    before = step.catch(() => undefined);
    steps.push(step);
  };
  try {
    while (steps.length < count) ask();
    for (let step = await steps.shift(); step && !step.done; step = await steps.shift()) {
      ask();
      yield step.value;
    }
  } finally {
    isLeft = true;
    await iterator.return?.();
  }
}
