import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatEvent, ChatRequest } from '../../src/engine/chat/chat-engine.ts';
import { writeGguf } from '../../src/engine/models/gguf/write-gguf.fixture.ts';
import { hasLlamaCpp, LLAMA_COMMAND } from '../engines/gguf/llama-cpp.ts';
import { openGgufChat, type GgufChat } from './gguf-chat.ts';
import { openGgufModels } from '../engines/gguf/gguf-models.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'triptych-gguf-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function writeModel(path: string, entries: Parameters<typeof writeGguf>[0]): Promise<void> {
  const file = join(folder, path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, new Uint8Array(await writeGguf(entries, [[8, 8]]).arrayBuffer()));
}

it('lists what lies in the folders by what its headers say', async () => {
  const qwen = {
    'general.architecture': 'qwen3',
    'general.name': 'Qwen3',
    'general.file_type': 15,
    'qwen3.context_length': 40_960,
  };
  await writeModel('one/qwen/qwen-Q4_K_M.gguf', qwen);
  await writeModel('one/split/big-00001-of-00002.gguf', { ...qwen, 'split.count': 2 });
  await writeModel('one/split/big-00002-of-00002.gguf', qwen);
  await writeModel('one/two/a-Q8_0.gguf', { ...qwen, 'general.file_type': 7 });
  await writeModel('one/two/b.gguf', qwen);
  await writeModel('one/vectors/e.gguf', { ...qwen, 'qwen3.pooling_type': 1 });
  await mkdir(join(folder, 'one/broken'));
  await writeFile(join(folder, 'one/broken/x.gguf'), 'not a model');
  const listed = await openGgufModels([folder]).list();
  const byId = Object.fromEntries(listed.map(({ manifest }) => [manifest.id, manifest]));
  expect(Object.keys(byId).sort()).toEqual([
    ...['one/qwen', 'one/split', 'one/two:a-Q8_0', 'one/two:b'],
  ]);
  expect(byId['one/qwen']).toMatchObject({
    ...{ engine: 'llama-cpp', title: 'Qwen3', contextLength: 40_960, parameters: 64 },
  });
  expect(byId['one/two:a-Q8_0']?.variants[0]?.dtype).toBe('Q8_0');
});

it.skipIf(hasLlamaCpp())('says how to add what is missing, once, and lists nothing', async () => {
  const sentences: string[] = [];
  const folders = { folders: [folder], starterFolder: folder };
  const log = (sentence: string) => void sentences.push(sentence);
  const chat = openGgufChat({ folders, idleMs: 1000, log });
  expect(await chat.listModels()).toEqual([]);
  await chat.listModels();
  expect(sentences).toEqual([expect.stringContaining(LLAMA_COMMAND)]);
  expect(await chat.has('one/qwen')).toBe(false);
});

/** SmolLM2's weights; see "Compare with llama.cpp" in CONTRIBUTING.md. */
const WEIGHTS = process.env.TRIPTYCH_GGUF;

describe.skipIf(!hasLlamaCpp() || !WEIGHTS)('SmolLM2 by llama.cpp', { timeout: 240_000 }, () => {
  const model = 'llm/smollm2';
  let chat: GgufChat;
  const sentences: string[] = [];
  beforeAll(async () => {
    await mkdir(join(folder, model), { recursive: true });
    await copyFile(WEIGHTS ?? '', join(folder, model, 'model.gguf'));
    const folders = { folders: [folder], starterFolder: folder };
    chat = openGgufChat({ folders, idleMs: 60_000, log: (text) => void sentences.push(text) });
  }, 60_000);
  afterAll(() => chat.end());

  async function ask(
    content: string,
    more: Partial<ChatRequest> = {},
    signal = new AbortController().signal,
  ) {
    const messages = [{ role: 'user' as const, content }];
    const request = { model, messages, maxTokens: 8, temperature: 0, ...more };
    const events: ChatEvent[] = [];
    for await (const event of chat.generate(request, signal)) events.push(event);
    const text = events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
    const finish = events.find((event) => event.type === 'finish');
    return { text, usage: finish?.usage, reason: finish?.reason, events };
  }

  it('answers, and reads a prompt that it knows only once', async () => {
    const first = await ask('What is the capital of France?');
    // What node-llama-cpp itself writes to this prompt.
    expect(first.text).toMatch(/^L'Étoile, la Mar/);
    const again = await ask('What is the capital of France?');
    expect(again.text).toBe(first.text);
    expect(again.usage?.cachedTokens).toBe((again.usage?.promptTokens ?? 0) - 1);
  });

  it('draws the same with the same seed, and something else with another', async () => {
    const draw = async (seed: number) =>
      (await ask('Tell me a story.', { seed, temperature: 1 })).text;
    const first = await draw(7);
    expect(await draw(7)).toBe(first);
    expect(await draw(8)).not.toBe(first);
  });

  it('keeps to a schema', async () => {
    const schema = {
      type: 'object',
      properties: { city: { type: 'string', maxLength: 12 }, big: { type: 'boolean' } },
      required: ['city', 'big'],
      additionalProperties: false,
    };
    const { text } = await ask('Describe Paris.', {
      ...{ maxTokens: 24, responseFormat: { type: 'json', schema } },
    });
    expect(JSON.parse(text)).toMatchObject({ big: expect.any(Boolean) as boolean });
  });

  it('answers several at once, each as if alone', async () => {
    const questions = ['Name a colour.', 'What is 2 + 2?', 'Say hello.', 'Name a fruit.', 'Why?'];
    const together = await Promise.all(questions.map((each) => ask(each, { maxTokens: 4 })));
    expect(together.map(({ reason }) => reason)).toEqual(
      together.map(() => expect.stringMatching(/stop|length/) as string),
    );
    expect(new Set(together.map(({ text }) => text)).size).toBeGreaterThan(2);
  });

  it('stops when it is told to, and answers the next', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 500);
    const long = ask('Write a very long story.', { maxTokens: 2000 }, stop.signal);
    await expect(long).rejects.toMatchObject({ code: 'aborted' });
    expect((await ask('Say hello.', { maxTokens: 4 })).text).not.toBe('');
  });
});
