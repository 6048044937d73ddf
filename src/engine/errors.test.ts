import { expect, it } from 'vitest';
import { EngineError, throwIfAborted, whenAborted } from './errors.ts';

it('keeps an EngineError, so that wrapping twice changes nothing', () => {
  const error = new EngineError('storage_full', 'full', { details: { neededBytes: 5 } });
  expect(EngineError.from(error, 'internal')).toBe(error);
});

it('classifies foreign errors and keeps the cause', () => {
  const quota = new DOMException('no room', 'QuotaExceededError');
  expect(EngineError.from(quota)).toMatchObject({ code: 'storage_full', cause: quota });
  expect(EngineError.from(new DOMException('stop', 'AbortError')).code).toBe('aborted');
  expect(EngineError.from(new Error('std::bad_alloc')).code).toBe('out_of_memory');
  expect(EngineError.from(new Error('odd'), 'download_failed').code).toBe('download_failed');
  expect(EngineError.from(4711).message).toContain('4711');
});

it('throws only when the signal has fired', () => {
  const stop = new AbortController();
  expect(() => throwIfAborted(stop.signal)).not.toThrow();
  stop.abort();
  expect(() => throwIfAborted(stop.signal)).toThrow(expect.objectContaining({ code: 'aborted' }));
});

it('rejects once the signal fires, or has fired', async () => {
  const stop = new AbortController();
  const stopped = whenAborted(stop.signal);
  await expect(Promise.race([stopped, 'first'])).resolves.toBe('first');
  stop.abort();
  await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
  await expect(whenAborted(stop.signal)).rejects.toMatchObject({ code: 'aborted' });
});
