import { openAsBlob } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatEvent, ChatMessage, ChatRequest } from '../../src/engine/chat/chat-engine.ts';
import { hasLlamaCpp } from '../engines/gguf/llama-cpp.ts';
import { openGguf, type GgufEngines } from './gguf-engines.ts';
import { openRoom } from '../engines/open-room.fixture.ts';
import { openGgufFolder, type GgufFolder } from '../engines/gguf/gguf-folder.fixture.ts';

/** SmolLM2's weights; see "Compare with llama.cpp" in CONTRIBUTING.md. */
const WEIGHTS = process.env.TRIPTYCH_GGUF;

describe.skipIf(!hasLlamaCpp() || !WEIGHTS)('SmolLM2 by llama.cpp', { timeout: 240_000 }, () => {
  const model = 'llm/smollm2';
  let models: GgufFolder;
  let chat: GgufEngines;
  const sentences: string[] = [];
  beforeAll(async () => {
    models = await openGgufFolder();
    await models.write(`${model}/model.gguf`, (await openAsBlob(WEIGHTS ?? '')) as Blob);
    const folders = { folders: [models.folder], starterFolder: models.folder };
    const log = (text: string) => void sentences.push(text);
    chat = openGguf({ folders, idleMs: 60_000, log, room: openRoom() });
  }, 60_000);
  afterAll(async () => {
    chat.end();
    await models.remove();
  });

  const user = (content: string): ChatMessage => ({ role: 'user', content });

  async function ask(
    content: string,
    more: Partial<ChatRequest> = {},
    signal = new AbortController().signal,
  ) {
    const request = { model, messages: [user(content)], maxTokens: 8, temperature: 0, ...more };
    const events: ChatEvent[] = [];
    for await (const event of chat.generate(request, signal)) events.push(event);
    const pieces = events.flatMap((event) => (event.type === 'text-delta' ? event.text : []));
    const finish = events.find((event) => event.type === 'finish');
    return { text: pieces.join(''), pieces, usage: finish?.usage, reason: finish?.reason, events };
  }

  it('answers, and reads a prompt that it knows only once', async () => {
    const first = await ask('What is the capital of France?');
    // What node-llama-cpp itself writes to this prompt.
    expect(first.text).toMatch(/^L'Étoile, la Mar/);
    expect(first.pieces.length).toBeGreaterThan(4);
    const again = await ask('What is the capital of France?');
    expect(again.text).toBe(first.text);
    expect(again.usage?.cachedTokens).toBe((again.usage?.promptTokens ?? 0) - 1);
  });

  it('keeps two conversations apart, and what it has read of each', async () => {
    const long = (subject: string) =>
      `${subject} goes to the sea, meets a ship, swims around an island and comes home in the evening, when the stars are out. Write a story about that.`;
    const [fox, cat] = [await ask(long('A fox')), await ask(long('My cat'))];
    const goOn = (content: string, { text }: { text: string }) => ({
      messages: [user(content), { role: 'assistant' as const, content: text }, user('Go on.')],
    });
    const further = await ask('', goOn(long('A fox'), fox));
    // All of the first prompt, and of the answer whatever is written as it was drawn.
    expect(further.usage?.cachedTokens).toBeGreaterThanOrEqual(fox.usage?.promptTokens ?? NaN);
    const other = await ask('', goOn(long('My cat'), cat));
    expect(other.usage?.cachedTokens).toBeGreaterThanOrEqual(cat.usage?.promptTokens ?? NaN);
  });

  it('tells how much context fits into memory, once in the log and with every answer', async () => {
    const { usage } = await ask('Say hello.', { maxTokens: 2 });
    const told = sentences.flatMap(
      (each) => /^llm\/smollm2: .+ of (\d+) tokens\.$/.exec(each) ?? [],
    );
    expect(told.at(1)).toBe(String(usage?.contextLength));
    expect(usage?.contextLength).toBeGreaterThanOrEqual(1024);
  });

  it('calls a tool that its template knows nothing of', async () => {
    const parameters = {
      ...{ type: 'object', properties: { city: { type: 'string', maxLength: 20 } } },
      ...{ required: ['city'], additionalProperties: false },
    };
    const tools = [{ name: 'weather', description: 'Tells the weather of a city.', parameters }];
    const asked = { tools, toolChoice: 'required' as const, maxTokens: 60 };
    const { events, reason } = await ask('What is the weather in Paris?', asked);
    const called = events.find((event) => event.type === 'tool-call')?.call;
    expect(called?.name).toBe('weather');
    expect(JSON.parse(called?.arguments ?? '')).toEqual({ city: expect.any(String) as string });
    expect(reason).toBe('tool-calls');
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

  it('answers several at once, each beginning as if alone', async () => {
    const questions = ['Name a colour.', 'What is 2 + 2?', 'Say hello.', 'Name a fruit.', 'Why?'];
    // Numbers that are computed in one batch are rounded otherwise, which may turn a later word.
    const begin = async (question: string) =>
      (await ask(question, { maxTokens: 4 })).text.split(' ')[0];
    const alone: (string | undefined)[] = [];
    for (const each of questions) alone.push(await begin(each));
    expect(await Promise.all(questions.map(begin))).toEqual(alone);
    expect(new Set(alone).size).toBeGreaterThan(2);
  });

  it('stops when it is told to, and answers the next at once', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 1000);
    const long = ask('Write a very long story.', { maxTokens: 2000 }, stop.signal);
    await expect(long).rejects.toMatchObject({ code: 'aborted' });
    const stoppedAt = performance.now();
    expect((await ask('Say hello.', { maxTokens: 4 })).text).not.toBe('');
    expect(performance.now() - stoppedAt).toBeLessThan(10_000);
  });
});
