import { describe, expect, it } from 'vitest';
import { EngineError, throwIfAborted } from '../../errors.ts';
import type { EngineHost } from '../../host.ts';
import { writeChatManifest } from '../../models/chat-manifest.fixture.ts';
import { writeGguf, type GgufEntries } from '../../models/gguf/write-gguf.fixture.ts';
import type { ChatEvent, ChatRequest } from '../chat-engine.ts';
import { createFakeHost } from '../fake-language-model.fixture.ts';
import { createGgufChatEngine } from './gguf-chat-engine.ts';
import type { LlamaOptions, LlamaRequest } from './llama-model.ts';

const TEMPLATE =
  '{% for message in messages %}{{ message.content }};{% endfor %}{% if enable_thinking is defined and enable_thinking %}<think>{% endif %}';
const ENTRIES = {
  'general.architecture': 'llama',
  'llama.block_count': 4,
  'llama.embedding_length': 64,
  'llama.attention.head_count': 4,
  'tokenizer.ggml.tokens': ['a'],
  'tokenizer.chat_template': `${TEMPLATE}{# </think> #}`,
};

/** An engine over a fake llama.cpp that writes a script, letter by letter. */
function open(script: string, entries: GgufEntries = {}, contextLength = 8192) {
  const manifest = writeChatManifest({
    ...{ id: 'a/b', engine: 'llama-cpp', title: 'A', contextLength },
    variants: [{ dtype: 'Q4_K_M', files: [{ path: 'a.gguf' }] }],
  });
  const file = writeGguf({ ...ENTRIES, ...entries });
  const host: EngineHost = {
    ...createFakeHost(),
    weights: { ...createFakeHost().weights, open: async () => file },
    findModel: async () => ({ manifest, dtypes: ['Q4_K_M'], installedAt: 0, lastUsedAt: 0 }),
  };
  const requests: LlamaRequest[] = [];
  const loads: LlamaOptions[] = [];
  const engine = createGgufChatEngine(host, async (_files, options) => {
    loads.push(options);
    return {
      contextLength: options.contextLength,
      async *write(request, signal) {
        requests.push(request);
        const promptTokens = request.prompt.length;
        if (promptTokens >= options.contextLength)
          throw new EngineError('context_too_long', 'Too long.', { details: { promptTokens } });
        if (script === 'crash') throw new EngineError('internal', 'It crashed.');
        const letters = [...script].slice(0, request.maxTokens);
        for (const [index, text] of letters.entries()) {
          throwIfAborted(signal);
          yield {
            text,
            promptTokens,
            cachedTokens: 0,
            completionTokens: index + 1,
            reason: undefined,
          };
        }
        const reason = letters.length < [...script].length ? 'length' : 'stop';
        yield { text: '', promptTokens, cachedTokens: 0, completionTokens: letters.length, reason };
      },
      dispose: async () => undefined,
    };
  });
  async function ask(more: Partial<ChatRequest> = {}) {
    const messages = [{ role: 'user' as const, content: 'Hello' }];
    const events: ChatEvent[] = [];
    const request = { model: 'a/b', messages, maxTokens: 60, ...more };
    for await (const event of engine.generate(request, new AbortController().signal))
      events.push(event);
    const textOf = (type: ChatEvent['type']) =>
      events.map((event) => (event.type === type && 'text' in event ? event.text : '')).join('');
    const finish = events.find((event) => event.type === 'finish');
    return { events, text: textOf('text-delta'), thought: textOf('reasoning-delta'), finish };
  }
  return { ask, requests, loads };
}

describe('the engine for GGUF', () => {
  it('separates thoughts from the answer', async () => {
    const { text, thought } = await open('hm</think>yes').ask({ reasoning: true });
    expect([thought, text]).toEqual(['hm', 'yes']);
  });

  it('holds JSON to a grammar, behind a thought, and finishes what the limit cuts', async () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };
    const responseFormat = { type: 'json' as const, schema };
    const { ask, requests } = open('hm</think>{"a": "b');
    const { text, finish } = await ask({ reasoning: true, responseFormat, stop: ['"'] });
    expect(JSON.parse(text)).toEqual({ a: 'b' });
    expect(finish?.reason).toBe('length');
    expect(requests[0]?.grammar).toMatch(/^root ::= thought-0/);
  });

  it('ends before a stop string, and tells how much it wrote', async () => {
    const { text, finish } = await open('one. Two.').ask({ stop: ['. '] });
    expect(text).toBe('one');
    expect(finish).toMatchObject({
      reason: 'stop',
      usage: { completionTokens: 5, promptTokens: 6 },
    });
  });

  it('reports calls of tools', async () => {
    const tools = [{ name: 'now', description: 'The time.', parameters: { type: 'object' } }];
    const { events, finish } = await open(
      '<tool_call>\n{"name": "now", "arguments": {}}\n</tool_call>',
    ).ask({ tools });
    expect(events).toContainEqual(expect.objectContaining({ type: 'tool-call' }));
    expect(finish?.reason).toBe('tool-calls');
  });

  it('drops the oldest turns until the rest fits', async () => {
    const turn = (content: string) => [
      { role: 'user' as const, content },
      { role: 'assistant' as const, content: 'ok' },
    ];
    const messages = [
      ...turn('a'.repeat(600)),
      ...turn('b'),
      { role: 'user' as const, content: 'c' },
    ];
    const { ask, requests } = open('yes', {}, 512);
    const { events } = await ask({ messages, contextOverflow: 'trim' });
    expect(events).toContainEqual({ type: 'context-trim', droppedMessages: 2 });
    expect(requests.at(-1)?.prompt).toBe('b;ok;c;');
    await expect(ask({ messages })).rejects.toMatchObject({ code: 'context_too_long' });
  });

  it('loads a model again after it crashed', async () => {
    const { ask, loads } = open('crash');
    await expect(ask()).rejects.toMatchObject({ code: 'internal' });
    await expect(ask()).rejects.toMatchObject({ code: 'internal' });
    expect(loads).toHaveLength(2);
  });

  it('takes no longer context than there is memory for', async () => {
    const layers = { 'llama.block_count': 64, 'llama.embedding_length': 8192 };
    const { ask, loads } = open('yes', layers, 4096);
    await ask();
    // 2 MB a token, of 4 GB.
    expect(loads[0]?.contextLength).toBe(1792);
  });

  it('refuses a template that it cannot read, before it loads anything', async () => {
    const { ask, loads } = open('yes', { 'tokenizer.chat_template': '{% for' });
    await expect(ask()).rejects.toMatchObject({ code: 'not_supported' });
    expect(loads).toEqual([]);
  });

  it('refuses an architecture it does not know, and a file that was cut, before it loads any', async () => {
    const { ask, loads } = open('yes', { 'general.architecture': 'martian' });
    await expect(ask()).rejects.toMatchObject({ code: 'not_supported' });
    expect(loads).toEqual([]);
  });
});
