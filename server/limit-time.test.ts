import { expect, it } from 'vitest';
import { describeFailure } from '../src/api/http/describe-error.ts';
import { whenAborted } from '../src/engine/errors.ts';
import { limitTime } from './limit-time.ts';

async function* workForever(signal: AbortSignal): AsyncGenerator<string> {
  yield 'begun';
  await whenAborted(signal);
}

it('ends work that takes too long, and tells clients not to repeat it', async () => {
  let sent: AbortSignal | undefined;
  const events = limitTime(0.02, new AbortController().signal, (own) => workForever((sent = own)));
  expect(await events.next()).toEqual({ done: false, value: 'begun' });
  const thrown: unknown = await events.next().catch((error: unknown) => error);
  expect(sent?.aborted).toBe(true);
  expect(describeFailure(thrown, 'openai')).toMatchObject({
    status: 504,
    headers: { 'X-Should-Retry': 'false' },
    body: { error: { code: 'time_limit_exceeded', details: { maxSeconds: 0.02 } } },
  });
});

it('leaves what a client gives up a cancellation', async () => {
  const gone = new AbortController();
  const events = limitTime(60, gone.signal, workForever);
  await events.next();
  gone.abort();
  await expect(events.next()).rejects.toMatchObject({ code: 'aborted' });
});
