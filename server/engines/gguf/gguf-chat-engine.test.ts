import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testChatEngine } from '../../../src/engine/chat/chat-engine.contract.ts';
import type { ChatEngine, ChatEvent, ChatRequest } from '../../../src/engine/chat/chat-engine.ts';
import { TINY_CONTEXT, writeTinyLlama } from '../../../src/engine/chat/gguf/tiny-llama.fixture.ts';
import { openGgufFolder, type GgufFolder } from './gguf-folder.fixture.ts';
import { createGgufChatEngine } from './gguf-chat-engine.ts';
import { openGgufModels } from './gguf-models.ts';
import { hasLlamaCpp, openLlama } from './llama-cpp.ts';

const MODEL = 'tiny/llama';
const never = new AbortController().signal;

describe.skipIf(!hasLlamaCpp())('a model made by code', { timeout: 120_000 }, () => {
  let models: GgufFolder;
  let engine: ChatEngine;
  const said: string[] = [];
  beforeAll(async () => {
    models = await openGgufFolder();
    await models.write(`${MODEL}/tiny-F32.gguf`, writeTinyLlama());
    const { findChat } = openGgufModels([models.folder]);
    engine = createGgufChatEngine({
      openLlama,
      find: findChat,
      log: (text) => void said.push(text),
    });
  });
  afterAll(() => models.remove());

  testChatEngine('llama.cpp in Node', async () => ({
    engine,
    model: MODEL,
    contextLength: TINY_CONTEXT,
    keepsSeveral: true,
  }));

  const ask = (more: Partial<ChatRequest> = {}): ChatRequest => ({
    ...{ model: MODEL, messages: [{ role: 'user', content: 'Hello' }] },
    ...{ maxTokens: 12, temperature: 0, ...more },
  });

  async function collect(request: ChatRequest): Promise<ChatEvent[]> {
    const events: ChatEvent[] = [];
    for await (const event of engine.generate(request, never)) events.push(event);
    return events;
  }

  it('tells once how much context there is memory for, and with every answer', async () => {
    const events = await collect(ask());
    expect(events.at(-1)).toMatchObject({ usage: { contextLength: TINY_CONTEXT } });
    expect(said).toEqual([
      expect.stringMatching(/^tiny\/llama: .+, 4 answers at once of 1024 tokens\.$/),
    ]);
  });

  it('stops with the token that is being drawn', async () => {
    const stop = new AbortController();
    let texts = 0;
    const run = async () => {
      for await (const event of engine.generate(ask({ maxTokens: 500 }), stop.signal))
        if (event.type === 'text-delta' && ++texts === 3) stop.abort();
    };
    await expect(run()).rejects.toMatchObject({ code: 'aborted' });
    expect(texts).toBe(3);
  });

  it('writes two answers at the same time', async () => {
    const order: string[] = [];
    const write = async (content: string) => {
      const request = ask({ messages: [{ role: 'user', content }] });
      for await (const event of engine.generate(request, never))
        if (event.type === 'text-delta') order.push(content);
    };
    await Promise.all([write('a'), write('b')]);
    expect(order.indexOf('a')).toBeLessThan(order.lastIndexOf('b'));
    expect(order.indexOf('b')).toBeLessThan(order.lastIndexOf('a'));
  });

  it('writes a call where it must', async () => {
    const parameters = { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] };
    const tools = [{ name: 'add', description: 'Adds.', parameters }];
    const events = await collect(ask({ tools, toolChoice: 'required', maxTokens: 40 }));
    const called = events.find((event) => event.type === 'tool-call')?.call;
    expect(called?.name).toBe('add');
    expect(JSON.parse(called?.arguments ?? '')).toEqual({ a: expect.any(Number) as number });
    expect(events.at(-1)).toMatchObject({ reason: 'tool-calls' });
  });

  it('keeps its model where another one is not there', async () => {
    await collect(ask());
    await expect(collect(ask({ model: 'no/such' }))).rejects.toMatchObject({
      code: 'model_not_installed',
    });
    expect((await collect(ask())).map(({ type }) => type)).not.toContain('load-start');
  });
});
