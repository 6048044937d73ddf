import { prebuiltAppConfig } from '@mlc-ai/web-llm';
import { describe, expect, it } from 'vitest';
import { TEST_GPU } from '../../adapter.fixture.ts';
import type { EngineHost } from '../../host.ts';
import mlcModels from '../../repositories/mlc-models.json' with { type: 'json' };
import { testChatEngine } from '../chat-engine.contract.ts';
import type { ChatEvent, ChatRequest } from '../chat-engine.ts';
import { createFakeHost, FAKE_CONTEXT } from '../fake-language-model.fixture.ts';
import { createJudge } from '../../../../e2e/fixtures/json-judge.ts';
import { createFakeMlcEngine } from './fake-mlc-engine.fixture.ts';
import { createMlcChatEngine } from './mlc-chat-engine.ts';
import type { MlcEngine } from './mlc-runtime.ts';

const never = new AbortController().signal;
const host: EngineHost = { ...createFakeHost(), device: { adapter: TEST_GPU, wasmThreads: 1 } };

testChatEngine('The web-llm engine over a fake of its library', async () => ({
  engine: createMlcChatEngine(host, async (_host, _manifest, _dtype, processor) =>
    createFakeMlcEngine({}, processor),
  ),
  model: 'fake/model',
  contextLength: FAKE_CONTEXT,
  isOpaque: true,
}));

describe('the web-llm engine', () => {
  async function collect(mlc: MlcEngine, more: Partial<ChatRequest>): Promise<ChatEvent[]> {
    const engine = createMlcChatEngine(host, async () => mlc);
    const events: ChatEvent[] = [];
    const messages = [{ role: 'user' as const, content: 'Hello' }];
    for await (const event of engine.generate(
      { model: 'fake/model', messages, temperature: 0, ...more },
      never,
    ))
      events.push(event);
    return events;
  }

  it('separates thoughts from the answer', async () => {
    const events = await collect(createFakeMlcEngine({ script: '<think>hm</think>yes' }), {
      maxTokens: 40,
    });
    const textOf = (type: ChatEvent['type']) =>
      events.map((event) => (event.type === type && 'text' in event ? event.text : '')).join('');
    expect([textOf('reasoning-delta'), textOf('text-delta')]).toEqual(['hm', 'yes']);
  });

  it('drops the oldest turns on request', async () => {
    const turn = (content: string) => [
      { role: 'user' as const, content },
      { role: 'assistant' as const, content: 'ok' },
    ];
    const messages = [
      { role: 'system' as const, content: 'Be kind.' },
      ...turn('a'.repeat(FAKE_CONTEXT)),
      ...turn('short'),
      { role: 'user' as const, content: 'and now?' },
    ];
    const mlc = createFakeMlcEngine();
    const events = await collect(mlc, { messages, maxTokens: 4, contextOverflow: 'trim' });
    expect(events).toContainEqual({ type: 'context-trim', droppedMessages: 2 });
    expect(mlc.requests.at(-1)?.messages.map(({ role }) => role)).toEqual([
      'system',
      'user',
      'assistant',
      'user',
    ]);
  });

  it('writes calls and results as text, and merges turns by one speaker', async () => {
    const mlc = createFakeMlcEngine();
    const messages = [
      { role: 'user' as const, content: 'a' },
      { role: 'user' as const, content: 'b' },
      {
        role: 'assistant' as const,
        content: '',
        toolCalls: [{ id: '1', name: 'now', arguments: '{}' }],
      },
      { role: 'tool' as const, content: '12:00', toolCallId: '1' },
    ];
    await collect(mlc, { messages, maxTokens: 4 });
    expect(mlc.requests.at(-1)?.messages).toEqual([
      { role: 'user', content: 'a\n\nb' },
      { role: 'assistant', content: '<tool_call>\n{"name": "now", "arguments": {}}\n</tool_call>' },
      { role: 'user', content: '<tool_response>\n12:00\n</tool_response>' },
    ]);
  });

  it('enforces a JSON schema and completes it when the limit cuts it', async () => {
    const schema = {
      type: 'object',
      properties: { s: { type: 'string', format: 'email' } },
      required: ['s'],
    };
    const judge = createJudge(schema);
    const processors: boolean[] = [];
    const engine = createMlcChatEngine(host, async (_host, _manifest, _dtype, processor) => {
      processors.push(processor !== undefined);
      return createFakeMlcEngine({}, processor);
    });
    const ask = async (more: Partial<ChatRequest>) => {
      const messages = [{ role: 'user' as const, content: 'Hello' }];
      const events: ChatEvent[] = [];
      for await (const event of engine.generate(
        { model: 'fake/model', messages, maxTokens: 4, ...more },
        never,
      ))
        events.push(event);
      return events;
    };
    await ask({});
    for (const maxTokens of [1, 5, 9, 20]) {
      const events = await ask({
        responseFormat: { type: 'json', schema },
        maxTokens,
        stop: ['"', '}'],
      });
      expect(
        judge(events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('')),
      ).toBe('');
      expect(events.at(-1)).toMatchObject({ type: 'finish', reason: 'length' });
    }
    await ask({});
    // Loaded once more, with the logit processor, and kept.
    expect(processors).toEqual([false, true]);
  });

  it('refuses an unenforceable schema before loading anything', async () => {
    const schema = { type: 'array', contains: { const: 1 } };
    const asked = collect(createFakeMlcEngine(), { responseFormat: { type: 'json', schema } });
    await expect(asked).rejects.toMatchObject({
      code: 'invalid_request',
      details: { pointer: '#/contains' },
    });
  });

  it.each([
    { prefix: 'So' },
    { topK: 4 },
    { tools: [{ name: 'now', description: 'The time.', parameters: { type: 'object' } }] },
  ])('refuses what web-llm cannot do: %o', async (more) => {
    await expect(collect(createFakeMlcEngine(), more)).rejects.toMatchObject({
      code: 'not_supported',
    });
  });

  it.each([
    ['DeviceLostError', 'out_of_memory'],
    ['ShaderF16SupportError', 'not_supported'],
    ['WebGPUNotAvailableError', 'webgpu_unavailable'],
  ])('knows %s', async (name, code) => {
    const reload = () => Promise.reject(Object.assign(new Error('no'), { name }));
    await expect(collect({ ...createFakeMlcEngine(), reload }, {})).rejects.toMatchObject({ code });
  });

  it('stops an unwanted load', async () => {
    const stop = new AbortController();
    let finish = () => {};
    const mlc: MlcEngine = {
      ...createFakeMlcEngine(),
      reload: () => new Promise((resolve) => (finish = resolve)),
      unload: () => Promise.resolve(finish()),
    };
    const loading = createMlcChatEngine(host, async () => mlc).load(
      { model: 'fake/model' },
      stop.signal,
    );
    setTimeout(() => stop.abort(), 10);
    await expect(loading).rejects.toMatchObject({ code: 'aborted' });
  });

  it('knows the models web-llm has kernels for', () => {
    const names = prebuiltAppConfig.model_list
      .filter(({ model_type }) => model_type === undefined)
      .map(({ model }) => model.split('/').at(-1));
    expect(mlcModels).toEqual([...new Set(names)]);
  });
});
