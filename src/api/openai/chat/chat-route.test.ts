import { describe, expect, it } from 'vitest';
import { createApi } from '../../create-api.ts';
import { createFakeServices, FAKE_CHAT } from '../../fakes/fake-services.fixture.ts';
import type { ChatManifest } from '../../../engine/models/manifest.ts';
import { writeChatManifest } from '../../../engine/models/chat-manifest.fixture.ts';
import type { RequestEntry } from '../../http/request-trace.ts';

function start(manifests?: ChatManifest[]) {
  const services = createFakeServices();
  if (manifests)
    services.listModels = async () =>
      manifests.map((manifest) => ({ manifest, home: 'local', installedAt: 0 }));
  const ended: RequestEntry[] = [];
  const api = createApi(services, { onRequestEnd: (entry) => void ended.push(entry) });
  const ask = (body: object, init: RequestInit = {}) =>
    api.request('/v1/chat/completions', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ model: FAKE_CHAT, ...body }),
      ...init,
    });
  return { ...services, api, ask, ended };
}

const say = (content: unknown) => ({ messages: [{ role: 'user', content }] });
const TOOL = {
  type: 'function',
  function: {
    name: 'weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
  },
};

async function readChunks(response: Response): Promise<unknown[]> {
  const lines = (await response.text()).split('\n\n').filter((line) => line !== '');
  return lines.map((line) => {
    expect(line).toMatch(/^data: /);
    const data = line.slice('data: '.length);
    return data === '[DONE]' ? data : JSON.parse(data);
  });
}

describe('POST /v1/chat/completions', () => {
  it('answers with OpenAI’s fields', async () => {
    const { ask, ended } = start();
    const response = await ask(say('hello'));
    expect(response.headers.get('x-request-id')).toMatch(/^req_/);
    expect(await response.json()).toEqual({
      id: expect.stringMatching(/^chatcmpl-/),
      object: 'chat.completion',
      created: expect.any(Number),
      model: FAKE_CHAT,
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'You said: hello', refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: {
        prompt_tokens: 1,
        completion_tokens: 3,
        total_tokens: 4,
        prompt_tokens_details: { cached_tokens: 0 },
      },
    });
    expect(ended).toMatchObject([
      { method: 'POST', status: 200, model: FAKE_CHAT, promptTokens: 1, completionTokens: 3 },
    ]);
  });

  it('streams: role, words, reason, usage, [DONE]', async () => {
    const { ask, ended } = start();
    const body = { ...say('hi'), stream: true, stream_options: { include_usage: true } };
    const response = await ask(body);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const head = {
      id: expect.any(String),
      object: 'chat.completion.chunk',
      created: expect.any(Number),
      model: FAKE_CHAT,
    };
    const chunk = (delta: object, finish_reason: string | null = null) => ({
      ...head,
      choices: [{ index: 0, delta, logprobs: null, finish_reason }],
      usage: null,
    });
    expect(await readChunks(response)).toEqual([
      chunk({ role: 'assistant', content: '' }),
      chunk({ content: 'You ' }),
      chunk({ content: 'said: ' }),
      chunk({ content: 'hi' }),
      chunk({}, 'stop'),
      { ...head, choices: [], usage: expect.objectContaining({ total_tokens: 4 }) },
      '[DONE]',
    ]);
    expect(ended).toMatchObject([{ completionTokens: 3, ms: expect.any(Number) }]);
  });

  it('writes a call of a tool as name first, then arguments', async () => {
    const { ask } = start();
    const body = { ...say('call it'), tools: [TOOL], stream: true };
    const chunks = (await readChunks(await ask(body))) as { choices: { delta: object }[] }[];
    expect(chunks.slice(1, 3).map((chunk) => chunk.choices[0]?.delta)).toEqual([
      {
        tool_calls: [
          {
            index: 0,
            id: 'call_1',
            type: 'function',
            function: { name: 'weather', arguments: '' },
          },
        ],
      },
      { tool_calls: [{ index: 0, function: { arguments: '{"city":"Lisbon"}' } }] },
    ]);
    expect(chunks[3]).toMatchObject({ choices: [{ finish_reason: 'tool_calls' }] });
  });

  it('passes all options on in the engine’s words', async () => {
    const { ask, record } = start();
    const schema = { type: 'object', properties: { city: { type: 'string' } } };
    await ask({
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: [{ type: 'text', text: 'Where?' }] },
        { role: 'developer', content: 'In English.' },
        { role: 'user', content: 'Say it.' },
      ],
      ...{
        temperature: 0.5,
        top_p: 0,
        seed: 4,
        stop: 'x',
        max_completion_tokens: 9,
        max_tokens: 5,
      },
      ...{ frequency_penalty: 1, presence_penalty: -1, reasoning_effort: 'none' },
      response_format: { type: 'json_schema', json_schema: { name: 'place', schema } },
    });
    expect(record.chat).toEqual([
      {
        model: FAKE_CHAT,
        messages: [
          { role: 'system', content: 'Be brief.\n\nIn English.' },
          { role: 'user', content: 'Where?' },
          { role: 'user', content: 'Say it.' },
        ],
        ...{ temperature: 0.5, topP: 1e-9, seed: 4, stop: ['x'], maxTokens: 9 },
        ...{ frequencyPenalty: 1, presencePenalty: -1, reasoning: false },
        responseFormat: { type: 'json', schema },
      },
    ]);
  });

  it('holds json_object to an object', async () => {
    const { ask, record } = start();
    const answer = await ask({ ...say('x'), response_format: { type: 'json_object' } });
    expect(record.chat).toMatchObject([
      { responseFormat: { type: 'json', schema: { type: 'object' } } },
    ]);
    expect((await answer.json()).choices[0].message.content).toBe('{}');
  });

  it('says how likely each token was, whole and in pieces', async () => {
    const { ask } = start();
    const body = { ...say('a'), logprobs: true, top_logprobs: 1 };
    const { choices } = await (await ask(body)).json();
    const content = ['You ', 'said: ', 'a'].map((token) => {
      const likely = { token, logprob: Math.log(0.5), bytes: [...new TextEncoder().encode(token)] };
      return { ...likely, top_logprobs: [likely] };
    });
    expect(choices[0].logprobs).toEqual({ content, refusal: null });
    const chunks = await readChunks(await ask({ ...body, stream: true }));
    expect(chunks.slice(1, -2)).toMatchObject(
      content.map((each) => ({
        choices: [{ delta: { content: each.token }, logprobs: { content: [each], refusal: null } }],
      })),
    );
  });

  it.each([
    { capabilities: { guide: true } },
    { engine: 'web-llm' },
    { engine: 'llama-cpp' },
  ] as const)('warns where nobody knows how likely a token was: %j', async (part) => {
    const { ask } = start([writeChatManifest({ id: FAKE_CHAT, ...part })]);
    const answer = await ask({ ...say('a'), logprobs: true, top_logprobs: 1 });
    expect(await answer.json()).toMatchObject({
      choices: [{ logprobs: null }],
      warnings: [`${FAKE_CHAT} cannot tell how likely its tokens are; logprobs was ignored.`],
    });
  });

  it('gives several answers, each with its own seed', async () => {
    const { ask, record, ended } = start();
    const answer = await (await ask({ ...say('a b'), n: 3, seed: 10 })).json();
    expect(answer.choices.map(({ index }: { index: number }) => index)).toEqual([0, 1, 2]);
    expect(answer.usage).toMatchObject({ prompt_tokens: 2, completion_tokens: 12 });
    expect(record.chat.map(({ seed }) => seed)).toEqual([10, 11, 12]);
    expect(ended).toMatchObject([{ promptTokens: 2, completionTokens: 12 }]);
  });

  it('calls the one tool that is chosen by its name', async () => {
    const { ask, record } = start();
    const other = { type: 'function', function: { name: 'other' } };
    const tool_choice = { type: 'function', function: { name: 'weather' } };
    const answer = await (await ask({ ...say('x'), tools: [other, TOOL], tool_choice })).json();
    expect(answer.choices[0].message).toMatchObject({
      content: null,
      tool_calls: [{ id: 'call_1', function: { name: 'weather' } }],
    });
    expect(record.chat[0]).toMatchObject({ toolChoice: 'required', tools: [{ name: 'weather' }] });
  });

  it.each([
    ['nothing', {}, 400, 'invalid_request', 'messages'],
    ['no messages', { messages: [] }, 400, 'invalid_request', 'messages'],
    ['too hot', { ...say('x'), temperature: 3 }, 400, 'invalid_request', 'temperature'],
    ['five answers', { ...say('x'), n: 5 }, 400, 'invalid_request', 'n'],
    ['another model', { ...say('x'), model: 'gpt-4o' }, 404, 'model_not_found', 'model'],
    [
      'a model that speaks',
      { ...say('x'), model: 'triptych/flite' },
      400,
      'not_supported',
      'model',
    ],
    [
      'a picture',
      say([{ type: 'image_url', image_url: { url: 'data:image/png;base64,' } }]),
      400,
      'not_supported',
      'messages.0.content.0.type',
    ],
    [
      'top_logprobs alone',
      { ...say('x'), top_logprobs: 2 },
      400,
      'invalid_request',
      'top_logprobs',
    ],
    ['a long text', say('fail context_too_long'), 400, 'context_length_exceeded', null],
    ['full memory', say('fail out_of_memory'), 503, 'GPU_OOM', null],
  ])('refuses %s', async (_, body, status, code, param) => {
    const { ask, record } = start();
    for (const stream of [false, true]) {
      const response = await ask({ ...body, stream });
      expect(response.status).toBe(status);
      expect(await response.json()).toEqual({
        error: expect.objectContaining({ code, param, message: expect.any(String) }),
      });
      expect(response.headers.has('retry-after')).toBe(status === 503);
    }
    expect(record.running).toBe(0);
  });

  it('refuses what is not JSON, and what is too much', async () => {
    const { ask, api } = start();
    expect((await ask({}, { body: '{' })).status).toBe(400);
    expect((await ask({}, { headers: { 'Content-Type': 'text/plain' } })).status).toBe(415);
    const small = createApi(createFakeServices(), { maxBodyBytes: 10 });
    const long = new Blob(['{"messages":[]}']).stream();
    const init = { method: 'POST', headers: { 'Content-Type': 'application/json' } };
    const sent = { ...init, body: long, duplex: 'half' } as RequestInit;
    expect((await small.request('/v1/chat/completions', sent)).status).toBe(413);
    expect((await api.request('/v1/chat/completions')).status).toBe(405);
    expect(await (await api.request('/v1/nothing')).json()).toMatchObject({
      error: { code: 'route_not_found', type: 'not_found_error' },
    });
  });

  it('tells of an error in the middle, in the stream', async () => {
    const { ask, ended } = start();
    const chunks = await readChunks(await ask({ ...say('break device_lost'), stream: true }));
    expect(chunks.at(-1)).toMatchObject({ error: { code: 'device_lost', type: 'server_error' } });
    expect(chunks).not.toContain('[DONE]');
    expect(ended).toMatchObject([{ error: { code: 'device_lost' } }]);
  });

  it('stops within a token when the client goes', async () => {
    const { ask, record, ended } = start();
    const response = await ask({ ...say('count'), stream: true, max_tokens: 1000 });
    const reader = response.body?.getReader();
    for (let read = 0; read < 5; read++) await reader?.read();
    await reader?.cancel();
    expect(record.running).toBe(0);
    expect(record.tokens).toBeLessThanOrEqual(5);
    expect(ended).toHaveLength(1);
  });

  it('stops an answer that nobody waits for', async () => {
    const { ask, record } = start();
    const gone = new AbortController();
    const asked = ask({ ...say('count'), max_tokens: 100_000 }, { signal: gone.signal });
    setTimeout(() => gone.abort(), 20);
    expect((await asked).status).toBe(499);
    expect(record.running).toBe(0);
  });

  it('says which options it did not heed', async () => {
    const { ask } = start();
    const answer = await (await ask({ ...say('x'), logit_bias: {}, user: 'me' })).json();
    expect(answer.warnings).toEqual(['There is no option "logit_bias" here; it was ignored.']);
    const stream = await ask({ ...say('x'), logit_bias: {}, stream: true });
    expect(stream.headers.get('x-warnings')).toContain('logit_bias');
  });
});
