import { describe, expect, it } from 'vitest';
import { startFakeApi } from '../../api/fakes/ask.fixture.ts';
import { createFakeServices, FAKE_CHAT, FAKE_EYES } from '../../api/fakes/fake-services.fixture.ts';
import type { ChatEvent, ChatRequest } from '../../engine/chat/chat-engine.ts';
import { EngineError } from '../../engine/errors.ts';
import { createCompanionChatEngine } from './companion-chat-engine.ts';

const never = new AbortController().signal;
const ORIGIN = 'http://companion.test:4174';

type Answer = (request: Request) => Response | Promise<Response>;

/** A companion made of the API over fake engines; `answer` takes its place. */
function connect(answer?: Answer, services = createFakeServices()) {
  const { api, record } = startFakeApi({}, services);
  const asked: Request[] = [];
  const engine = createCompanionChatEngine({
    origin: ORIGIN,
    apiKey: 'secret',
    fetch: async (input, init) => {
      const request = new Request(input, init);
      asked.push(request.clone());
      return (answer ?? api.fetch)(request);
    },
  });
  return { engine, record, asked };
}

const say = (content: string, more: Partial<ChatRequest> = {}): ChatRequest => ({
  model: FAKE_CHAT,
  messages: [{ role: 'user', content }],
  ...more,
});

async function collect(events: AsyncIterable<ChatEvent>): Promise<ChatEvent[]> {
  const all: ChatEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const textOf = (events: readonly ChatEvent[]) =>
  events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');

/** A stream of chunks; `cut`: its connection breaks at the end. */
function stream(chunks: readonly object[], cut = false): Response {
  const encoder = new TextEncoder();
  const lines = chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`);
  return new Response(
    new ReadableStream({
      start(controller) {
        for (const line of lines) controller.enqueue(encoder.encode(line));
        if (cut) setTimeout(() => controller.error(new TypeError('network error')), 5);
        else controller.close();
      },
    }),
  );
}
const write = (content: string) => ({ choices: [{ delta: { content } }] });

describe('chat on a companion', () => {
  it('is a stream of the engines’ events, with usage and times', async () => {
    const { engine, asked } = connect();
    const events = await collect(engine.generate(say('hello there'), never));
    expect(events.map(({ type }) => type)).toEqual([
      'remote-start',
      ...Array.from({ length: 4 }, () => 'text-delta'),
      'finish',
    ]);
    expect(textOf(events)).toBe('You said: hello there');
    expect(events.at(-1)).toMatchObject({
      reason: 'stop',
      usage: { promptTokens: 2, completionTokens: 4, cachedTokens: 0 },
      firstTokenMs: expect.any(Number),
    });
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer secret');
  });

  it('keeps thoughts apart, and can do without them', async () => {
    const { engine } = connect();
    const types = async (request: ChatRequest) =>
      (await collect(engine.generate(request, never))).map(({ type }) => type);
    expect(await types(say('think first'))).toContain('reasoning-delta');
    expect(await types(say('think first', { reasoning: false }))).not.toContain('reasoning-delta');
  });

  it('reads thoughts as other servers write them', async () => {
    const { engine } = connect(() =>
      stream([
        { choices: [{ delta: { reasoning: 'Hm.' } }] },
        write('Yes.'),
        { choices: [{ delta: {}, finish_reason: 'stop' }] },
      ]),
    );
    const events = await collect(engine.generate(say('x'), never));
    expect(events).toContainEqual({ type: 'reasoning-delta', text: 'Hm.', tokens: [] });
    expect(textOf(events)).toBe('Yes.');
  });

  it('calls tools, with the arguments put together', async () => {
    const { engine, record } = connect();
    const parameters = { type: 'object', properties: { city: { type: 'string' } } };
    const tools = [{ name: 'weather', description: 'Tells it.', parameters }];
    const call = { id: 'call_1', name: 'weather', arguments: '{"city":"Lisbon"}' };
    const request = say('Is it warm?', { tools, toolChoice: 'required' });
    const events = await collect(engine.generate(request, never));
    expect(events).toContainEqual({ type: 'tool-call', call, tokens: [] });
    expect(events.at(-1)).toMatchObject({ type: 'finish', reason: 'tool-calls' });
    expect(record.chat[0]).toMatchObject({ tools, toolChoice: 'required' });
    const messages: ChatRequest['messages'] = [
      ...request.messages,
      { role: 'assistant', content: '', toolCalls: [call] },
      { role: 'tool', content: '21 degrees', toolCallId: 'call_1' },
    ];
    await collect(engine.generate(say('', { messages }), never));
    expect(record.chat[1]?.messages).toEqual(messages);
  });

  it('holds answers to a schema, and passes on how tokens are drawn', async () => {
    const { engine, record } = connect();
    const schema = { type: 'object', properties: { city: { type: 'string' } } };
    const options = {
      ...{ temperature: 0.5, topP: 0.9, topK: 40, minP: 0.1, repetitionPenalty: 1.1 },
      ...{ frequencyPenalty: 0.5, presencePenalty: -0.5, seed: 7, maxTokens: 9, stop: ['x'] },
    };
    const asked = { ...options, responseFormat: { type: 'json' as const, schema } };
    const events = await collect(engine.generate(say('Where?', asked), never));
    expect(JSON.parse(textOf(events))).toEqual({ city: 'Lisbon' });
    expect(record.chat[0]).toMatchObject(asked);
  });

  it('shows pictures', async () => {
    const { engine, record } = connect();
    const picture = { width: 2, height: 1, data: new Uint8ClampedArray(8).fill(255) };
    const messages: ChatRequest['messages'] = [
      { role: 'user', content: 'What is this?', pictures: [picture] },
    ];
    await collect(engine.generate({ model: FAKE_EYES, messages }, never));
    expect(record.chat[0]?.messages[0]).toMatchObject({ pictures: [{ width: 2, height: 1 }] });
  });

  it('asks to go on where an answer has a beginning', async () => {
    const { engine, record } = connect();
    await collect(engine.generate(say('Tell me', { prefix: 'Once upon' }), never));
    expect(record.chat[0]?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  });

  it('stops the model within a token, by leaving or by the signal', async () => {
    const { engine, record } = connect();
    let read = 0;
    for await (const { type } of engine.generate(say('count'), never))
      if (type === 'text-delta' && ++read === 3) break;
    expect(record.running).toBe(0);
    expect(record.tokens).toBeLessThanOrEqual(5);
    const stopper = new AbortController();
    const stopped = (async () => {
      for await (const { type } of engine.generate(say('count'), stopper.signal))
        if (type === 'text-delta') stopper.abort();
    })();
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    await expect.poll(() => record.running).toBe(0);
  });

  it('leaves out the oldest turns of a conversation that is too long, as its server counts', async () => {
    const services = createFakeServices();
    const { generate } = services.chat;
    services.chat.generate = async function* (request, signal) {
      const promptTokens = request.messages.reduce((sum, { content }) => sum + content.length, 0);
      if (promptTokens > 100)
        throw new EngineError('context_too_long', 'Too long.', {
          details: { promptTokens, contextLength: 100 },
        });
      yield* generate(request, signal);
    };
    const { engine, record } = connect(undefined, services);
    const messages: ChatRequest['messages'] = [
      { role: 'system', content: 'Be brief.' },
      ...[1, 2, 3].flatMap((turn) => [
        { role: 'user' as const, content: `${turn} ${'q'.repeat(20)}` },
        { role: 'assistant' as const, content: `${turn} ${'a'.repeat(20)}` },
      ]),
      { role: 'user', content: 'And now?' },
    ];
    await expect(collect(engine.generate(say('', { messages }), never))).rejects.toMatchObject({
      code: 'context_too_long',
      details: { contextLength: 100 },
    });
    const request = say('', { messages, contextOverflow: 'trim' });
    const events = await collect(engine.generate(request, never));
    const kept = record.chat.at(-1)?.messages ?? [];
    expect(kept[0]).toEqual(messages[0]);
    expect(kept[1]?.role).toBe('user');
    expect(kept.at(-1)).toEqual(messages.at(-1));
    expect(events).toContainEqual({
      type: 'context-trim',
      droppedMessages: messages.length - kept.length,
    });
    const one = say('x'.repeat(500), { contextOverflow: 'trim' });
    await expect(collect(engine.generate(one, never))).rejects.toMatchObject({
      code: 'context_too_long',
    });
  });

  it.each<[string, Answer, string, RegExp]>([
    [
      'no server',
      () => {
        throw new TypeError('Failed to fetch');
      },
      'companion_unreachable',
      /companion\.test:4174 cannot be reached/,
    ],
    [
      'a broken connection',
      () => stream([write('One ')], true),
      'companion_unreachable',
      /went away before it was done/,
    ],
    ['an end in the middle', () => stream([write('One ')]), 'companion_unreachable', /went away/],
    [
      'a key that was revoked',
      () => Response.json({ error: { message: 'No.', code: 'invalid_api_key' } }, { status: 401 }),
      'companion_key_refused',
      /No\./,
    ],
    [
      'a key that is for something else',
      () =>
        Response.json({ error: { message: 'Not chat.', code: 'scope_missing' } }, { status: 403 }),
      'companion_scope_missing',
      /Not chat\./,
    ],
    [
      'a key that was used up',
      () =>
        Response.json(
          { error: { message: 'Over.', code: 'rate_limit_exceeded' } },
          { status: 429 },
        ),
      'invalid_request',
      /Over\./,
    ],
    [
      'an end that is announced',
      () => Response.json({ error: { message: 'Soon.', code: 'shutting_down' } }, { status: 503 }),
      'companion_unreachable',
      /Soon\./,
    ],
    ['another server', () => new Response('<html>'), 'companion_unreachable', /./],
  ])('tells of %s', async (_, answer, code, message) => {
    const { engine } = connect(answer);
    const error = await collect(engine.generate(say('x'), never)).catch((thrown) => thrown);
    expect(error).toMatchObject({ code });
    expect((error as EngineError).message).toMatch(message);
  });

  it('passes on what the server tells, before and in the middle', async () => {
    const { engine } = connect();
    const ask = (text: string) => collect(engine.generate(say(text), never));
    await expect(ask('fail out_of_memory')).rejects.toMatchObject({ code: 'out_of_memory' });
    await expect(ask('break engine_crashed')).rejects.toMatchObject({ code: 'engine_crashed' });
  });
});
