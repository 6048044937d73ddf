import { expect, it } from 'vitest';
import { startFakeApi } from '../fakes/ask.fixture.ts';

const chat = (content: string, more: object = {}) => ({
  messages: [{ role: 'user', content }],
  ...more,
});
const CHAT = '/v1/chat/completions';
const DRAW = '/v1/images/generations';

it.each([
  [CHAT, chat('a b c', { n: 2, seed: 1, frobnicate: 1 })],
  ['/v1/completions', { prompt: 'a b c' }],
  ['/v1/responses', { input: 'a b c' }],
  [DRAW, { prompt: 'a fox', seed: 4 }],
])('%s answers the same, whether it begins early or not', async (path, body) => {
  const strip = (text: string) => text.replaceAll(/"(id|created\w*)":("[^"]*"|\d+)/g, '');
  const answers = [];
  for (const beginsEarly of [false, true]) {
    const { post, ended } = startFakeApi({ beginsEarly });
    const response = await post(path, body);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'application/json',
    ]);
    const text = await response.text();
    expect(text.startsWith(' ')).toBe(beginsEarly);
    answers.push(strip(JSON.stringify(JSON.parse(text))));
    expect(ended).toMatchObject([{ status: 200, path }]);
    expect(ended[0]?.error).toBeUndefined();
  }
  expect(answers[1]).toBe(answers[0]);
});

it('has a status for what fails before there is a first word', async () => {
  const { post } = startFakeApi({ beginsEarly: true });
  const response = await post(CHAT, chat('fail out_of_memory'));
  expect([response.status, (await response.json()).error.code]).toEqual([503, 'GPU_OOM']);
});

it('breaks off when it fails later, and says why in the log', async () => {
  const { post, ended } = startFakeApi({ beginsEarly: true });
  const response = await post(CHAT, chat('break device_lost'));
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow();
  expect(ended).toMatchObject([{ error: { code: 'device_lost' } }]);
});

it.each([
  ['an answer', CHAT, chat('count', { max_tokens: 100_000 })],
  ['a picture', DRAW, { prompt: 'a fox', num_inference_steps: 1000 }],
])('stops %s when its reader goes, though nothing of it could be read', async (_, path, body) => {
  const { post, record, ended } = startFakeApi({ beginsEarly: true });
  const response = await post(path, body);
  const reader = response.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe(' ');
  await reader?.cancel();
  expect(record.running).toBe(0);
  expect(record.tokens + record.steps).toBeLessThan(100);
  expect(ended).toHaveLength(1);
});
