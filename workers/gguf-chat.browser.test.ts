import { describe, expect, it } from 'vitest';
import type { EngineHost } from '../src/engine/host.ts';
import { testChatEngine } from '../src/engine/chat/chat-engine.contract.ts';
import type { ChatEvent, ChatRequest } from '../src/engine/chat/chat-engine.ts';
import { createFakeHost } from '../src/engine/chat/fake-language-model.fixture.ts';
import { createGgufChatEngine } from '../src/engine/chat/gguf/gguf-chat-engine.ts';
import { createWllamaLoader } from '../src/engine/chat/gguf/wllama-model.ts';
import { TINY_CONTEXT, writeTinyLlama } from '../src/engine/chat/gguf/tiny-llama.fixture.ts';
import { writeChatManifest } from '../src/engine/models/chat-manifest.fixture.ts';
import { openWllamaFiles } from './wllama-files.ts';

const MODEL = 'tiny/llama';
const manifest = writeChatManifest({
  ...{ id: MODEL, repository: MODEL, title: 'Tiny llama', engine: 'llama-cpp' },
  contextLength: TINY_CONTEXT,
  files: [],
  variants: [{ dtype: 'F32', files: [{ path: 'tiny.gguf' }] }],
});
const bytes = writeTinyLlama();
const host: EngineHost = {
  ...createFakeHost(),
  device: { adapter: null, wasmThreads: 1 },
  weights: { ...createFakeHost().weights, open: async () => bytes },
  findModel: async (id) =>
    id === MODEL ? { manifest, dtypes: ['F32'], installedAt: 0, lastUsedAt: 0 } : undefined,
};
const loadModel = createWllamaLoader(openWllamaFiles());
const engine = createGgufChatEngine(host, loadModel);

testChatEngine('llama.cpp in WebAssembly', async () => ({
  engine,
  model: MODEL,
  contextLength: TINY_CONTEXT,
  isOpaque: true,
}));

describe('llama.cpp in WebAssembly', () => {
  async function ask(more: Partial<ChatRequest>) {
    const messages = [{ role: 'user' as const, content: 'Hello' }];
    const request = { model: MODEL, messages, maxTokens: 8, temperature: 0, ...more };
    const events: ChatEvent[] = [];
    for await (const event of engine.generate(request, new AbortController().signal))
      events.push(event);
    const text = events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
    const finish = events.find((event) => event.type === 'finish');
    return { text, usage: finish?.usage, types: events.map(({ type }) => type) };
  }

  it('reads what a turn has in common with the one before only once', async () => {
    await ask({});
    const { usage } = await ask({});
    expect(usage?.cachedTokens).toBe((usage?.promptTokens ?? 0) - 1);
  });

  it('continues a prefix, and draws from as few tokens as it is told', async () => {
    const greedy = await ask({ prefix: 'abc' });
    expect(await ask({ prefix: 'abc', temperature: 2, topK: 1, seed: 3 })).toMatchObject({
      text: greedy.text,
    });
  });

  it('drops the oldest turns where they do not fit', async () => {
    const turn = (content: string) => [
      { role: 'user' as const, content },
      { role: 'assistant' as const, content: 'ok' },
    ];
    const messages = [
      ...turn('a'.repeat(TINY_CONTEXT)),
      ...turn('b'),
      { role: 'user' as const, content: 'c' },
    ];
    const { types } = await ask({ messages, contextOverflow: 'trim' });
    expect(types).toContain('context-trim');
  });

  it('writes a call where it must', async () => {
    const parameters = { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] };
    const tools = [{ name: 'add', description: 'Adds.', parameters }];
    const { types } = await ask({ tools, toolChoice: 'required', maxTokens: 40 });
    expect(types).toContain('tool-call');
  });

  it('writes the same on two threads', async () => {
    const never = new AbortController().signal;
    const options = { contextLength: TINY_CONTEXT, threads: 2, usesGpu: false };
    const llama = await loadModel([bytes], options, never);
    const alone = await ask({ prefix: 'x' });
    const prompt = '<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\nx';
    const sampling = { temperature: 0, topP: 1, topK: Infinity, minP: 0, seed: 0 };
    const penalties = { repetitionPenalty: 1, frequencyPenalty: 0, presencePenalty: 0 };
    const request = { prompt, maxTokens: 8, ...sampling, ...penalties };
    let text = '';
    for await (const piece of llama.write({ ...request, grammar: undefined, marks: [] }, never))
      text += piece.text;
    await llama.dispose();
    expect(text).toBe(alone.text);
  });
});
