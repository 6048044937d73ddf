import { expect, it } from 'vitest';
import { createRequestLog } from './request-log.ts';

const request = (id: string, ms?: number) => ({
  id,
  method: 'GET',
  path: '/v1/models',
  startedAt: 0,
  ...(ms !== undefined && { ms }),
});

it('keeps the newest first, each once', () => {
  const log = createRequestLog();
  const { note } = log.getState();
  note(request('a'));
  note(request('b'));
  note(request('a', 5));
  expect(log.getState().requests).toEqual([request('b'), request('a', 5)]);
});

it('remembers that nobody waited for the end', () => {
  const log = createRequestLog();
  log.getState().note(request('a'));
  log.getState().markStopped('a');
  log.getState().note(request('a', 5));
  expect(log.getState().requests).toEqual([{ ...request('a', 5), isStopped: true }]);
});

it('does not grow without end', () => {
  const log = createRequestLog();
  for (let index = 0; index < 500; index++) log.getState().note(request(String(index), 1));
  expect(log.getState().requests).toHaveLength(200);
  expect(log.getState().requests[0]?.id).toBe('499');
});

it('forgets what is done and keeps what runs', () => {
  const log = createRequestLog();
  log.getState().note(request('runs'));
  log.getState().note(request('done', 1));
  log.getState().clear();
  expect(log.getState().requests.map(({ id }) => id)).toEqual(['runs']);
});
