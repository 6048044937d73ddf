import { expect, it } from 'vitest';
import type { RequestEntry } from '../../src/api/http/request-trace.ts';
import { createLog, type LogFormat } from './log.ts';
import { runForRequest } from './request-id.ts';
import { isNotable, sayRequest } from './say-request.ts';

function open(format: LogFormat) {
  const lines: string[] = [];
  return { lines, log: createLog(format, { write: (line) => void lines.push(line) }) };
}

const entry: RequestEntry = {
  ...{ id: 'req_1', method: 'POST', path: '/v1/chat/completions', route: '/v1/chat/completions' },
  ...{ startedAt: 1, status: 200, ms: 1234.5, model: 'org/big', node: 'vllm', keyName: 'laptop' },
  ...{ promptTokens: 7, completionTokens: 3, prompt: 'a secret' },
};

it('writes lines of JSON that have the id of their request', () => {
  const { lines, log } = open('json');
  log('Started.');
  runForRequest('req_2', () => log('It broke.', { level: 'error', engine: 'chat' }));
  sayRequest(entry, log);
  const [started, broke, asked] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(started).toMatchObject({ level: 'info', message: 'Started.' });
  expect(started).not.toHaveProperty('requestId');
  expect(Date.parse(String(started?.time))).toBeGreaterThan(Date.UTC(2025));
  expect(broke).toMatchObject({ level: 'error', requestId: 'req_2', engine: 'chat' });
  expect(asked).toMatchObject({
    message: 'POST /v1/chat/completions 200 in 1.234 s, org/big, on vllm, for laptop',
    ...{ requestId: 'req_1', status: 200, ms: 1235, key: 'laptop', model: 'org/big' },
    ...{ promptTokens: 7, completionTokens: 3 },
  });
  expect(lines.join('')).not.toContain('secret');
});

it('writes sentences for people, with the id where something broke', () => {
  const { lines, log } = open('pretty');
  log('Started.');
  const error = { code: 'internal', message: 'It failed.' };
  sayRequest({ ...entry, status: 500, error, failure: 'no such tensor' }, log);
  expect(lines).toEqual([
    'Started.\n',
    'POST /v1/chat/completions 500 in 1.234 s, org/big, on vllm, for laptop: no such tensor [req_1]\n',
  ]);
});

it('says nothing if it is to be silent, and nothing of those who only ask how it is', () => {
  const { lines, log } = open('silent');
  log('Started.');
  expect(lines).toEqual([]);
  for (const route of ['/health', '/admin/state', '/admin/requests'])
    expect(isNotable({ ...entry, route })).toBe(false);
  expect(isNotable({ ...entry, route: '/metrics', status: 401 })).toBe(true);
});
