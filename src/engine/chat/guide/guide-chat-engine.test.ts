import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ChatEngine, ChatEvent, ChatRequest } from '../chat-engine.ts';
import { createGuideChatEngine } from './guide-chat-engine.ts';

/** An engine that records requests and answers from a script or a function. */
function createRecorder(...answers: (string | ((request: ChatRequest) => string))[]) {
  const requests: ChatRequest[] = [];
  const engine: ChatEngine = {
    load: async ({ model }) => ({ model, device: 'wasm', dtype: 'q8', adapter: null, loadMs: 5 }),
    async *generate(request) {
      requests.push(request);
      const answer =
        typeof answers[0] === 'function'
          ? answers[0](request)
          : (answers.shift() as string | undefined);
      yield { type: 'text-delta', text: answer ?? 'ok', tokens: [7] };
      const usage = { promptTokens: 3, cachedTokens: 1, completionTokens: 1, contextLength: 1024 };
      yield { type: 'finish', reason: 'stop', usage, firstTokenMs: 1, tokensPerSecond: null };
    },
  };
  return { engine, requests };
}

async function ask(request: Partial<ChatRequest> & { question: string }, ...answers: string[]) {
  const { engine, requests } = createRecorder(...answers);
  const guide = createGuideChatEngine(engine, async () => ({
    hasWebGpu: true,
    gpu: 'Radeon 780M',
    hasF16: true,
    freeStorageGb: 40,
    isOnline: true,
  }));
  const { question, ...more } = request;
  const messages = [{ role: 'user' as const, content: question }];
  const events: ChatEvent[] = [];
  for await (const event of guide.generate(
    { model: 'triptych/guide', messages, ...more },
    new AbortController().signal,
  ))
    events.push(event);
  return {
    requests,
    text: events.flatMap((event) => (event.type === 'text-delta' ? event.text : [])).join(''),
    source: events.find((event) => event.type === 'source-found')?.source,
    finish: events.find((event) => event.type === 'finish'),
  };
}

/** What it writes for each, one after the other. */
async function askOneByOne(guide: ChatEngine, questions: readonly string[]): Promise<string[]> {
  const texts: string[] = [];
  for (const content of questions)
    for await (const event of guide.generate(
      { model: 'triptych/guide', messages: [{ role: 'user', content }] },
      new AbortController().signal,
    ))
      if (event.type === 'text-delta') texts.push(event.text);
  return texts;
}

describe('the guide', () => {
  it('answers questions about Triptych from its texts, with a link, without asking the model', async () => {
    const { text, source, requests } = await ask({ question: 'How do I switch to dark mode?' });
    expect(text).toContain('Theme');
    expect(source).toMatchObject({ title: expect.any(String), link: { action: 'open:settings' } });
    expect(requests).toEqual([]);
  });

  it('knows the device it runs on', async () => {
    expect((await ask({ question: 'Which GPU do I have?' })).text).toContain('Radeon 780M');
  });

  it('says plainly what it cannot do and offers a download', async () => {
    const { text, source, requests } = await ask({
      question: 'Who won the football world cup in 1998?',
    });
    expect(text).toContain('very small model');
    expect(source?.link).toMatchObject({ action: 'ask:larger' });
    expect(requests).toEqual([]);
  });

  it('says what exists instead of what does not', async () => {
    const { text, source } = await ask({ question: 'Can it make a video?' });
    expect(text).toMatch(/no videos.*still pictures in \*\*Images\*\*/);
    expect(source?.link).toMatchObject({ action: 'open:images' });
  });

  it('invents no names, and says what it can do', async () => {
    const { text, requests } = await ask({ question: '5 names for a blog' });
    expect(text).toContain('too small a model to invent good names');
    expect(requests).toEqual([]);
  });

  it('passes small jobs to the model, with only the question', async () => {
    const { text, requests } = await ask(
      { question: 'Title for a story about a lighthouse' },
      'The lighthouse by a stream',
    );
    expect(text).toBe('The lighthouse by a stream');
    expect(requests).toMatchObject([
      { messages: [{ role: 'user', content: 'title: a lighthouse' }] },
    ]);
  });

  it('retries until the answer is fit to show, or says it never was', async () => {
    const { text } = await ask(
      { question: 'Title for a story about a lighthouse' },
      '1',
      'xqzt lighthouse',
      'The lighthouse by a stream',
    );
    expect(text).toBe('The lighthouse by a stream');
    const failed = await ask({ question: 'Title for a story about a lighthouse' });
    expect(failed.text).toContain('not good enough to show');
    expect(failed.source?.link).toMatchObject({ action: 'ask:larger' });
  });

  it('gives consecutive shops different taglines', async () => {
    const lines = [
      'Every day starts better at X.',
      'Every day starts better at X.',
      'X: simply good.',
    ];
    const { engine } = createRecorder(({ messages }) => {
      const [, standIn = ''] = /tagline for (\w+)/.exec(messages[0]?.content ?? '') ?? [];
      return lines.shift()?.replace('X', standIn) ?? '';
    });
    const guide = createGuideChatEngine(engine, async () => ({}));
    const texts = await askOneByOne(guide, ['tagline for my bakery', 'tagline for a bike shop']);
    expect(texts).toHaveLength(2);
    expect(texts[0]).toContain('our bakery');
    expect(texts[1]).toMatch(/^Our bike shop: simply good/);
  });

  it('gives each of several people what the first would get', async () => {
    const { engine } = createRecorder(({ messages }) => {
      const [, standIn = ''] = /tagline for (\w+)/.exec(messages[0]?.content ?? '') ?? [];
      return `Every day starts better at ${standIn}.`;
    });
    const shared = { isShared: true };
    const guide = createGuideChatEngine(engine, async () => ({}), shared);
    const texts = await askOneByOne(guide, ['tagline for my bakery', 'tagline for my bakery']);
    expect(texts[0]).toContain('Every day starts better');
    expect(texts[1]).toBe(texts[0]);
  });

  it('reads word vectors after the first answer, and again where that failed', async () => {
    const bytes = readFileSync('src/engine/chat/guide/word-vectors.bin');
    const reads: string[] = [];
    const readVectors = async () => {
      reads.push('read');
      if (reads.length === 1) throw new TypeError('Failed to fetch');
      return new Uint8Array(bytes).buffer;
    };
    const { engine } = createRecorder();
    const guide = createGuideChatEngine(engine, async () => ({}), { readVectors });
    // None of its words is in the text that answers it.
    const question = 'how do i render a scene';
    const answers: string[] = [];
    for (const readBefore of [0, 1, 2]) {
      expect(reads).toHaveLength(readBefore);
      answers.push((await askOneByOne(guide, [question])).join(''));
    }
    expect(reads).toHaveLength(2);
    expect(answers[1]).toBe(answers[0]);
    expect(answers[2]).not.toBe(answers[1]);
  });

  it('understands follow-ups to its last answer', async () => {
    const { text, requests } = await ask({
      question: '',
      messages: [
        { role: 'user', content: 'colours for coffee' },
        { role: 'assistant', content: 'Espresso brown, cream, caramel, charcoal, copper.' },
        { role: 'user', content: 'make it shorter' },
      ],
    });
    expect(text).toBe('Espresso brown, cream, caramel.');
    expect(requests).toEqual([]);
  });

  it('writes a brief as a list, prompt by prompt, with total figures', async () => {
    const end = '","negativePrompt":"text"}]}';
    const { text, requests, finish } = await ask(
      { question: 'Hero image for a bakery, warm light' },
      `Close-up","prompt":"a bakery window, close-up, warm light${end}`,
      `a bakery counter, wide, warm light${end}`,
    );
    expect(text).toMatch(/\*\*Close-up\*\*[^]*a bakery window[^]*\*\*[^]*a bakery counter/);
    expect(requests).toHaveLength(2);
    expect(requests[0]).toMatchObject({
      prefix: expect.any(String),
      messages: [{ role: 'system' }, { role: 'user' }],
    });
    expect(finish).toMatchObject({
      usage: { promptTokens: 6, cachedTokens: 2, completionTokens: 2 },
    });
  });

  it('writes something else when asked again', async () => {
    const { requests } = await ask({ question: 'Title for a story about a lighthouse', seed: 2 });
    expect(requests[0]?.temperature).toBeGreaterThan(0);
  });

  it.each<Partial<ChatRequest>>([
    { model: 'other/model' },
    {
      messages: [
        { role: 'system', content: 'task: guide' },
        { role: 'user', content: 'hi' },
      ],
    },
    { responseFormat: { type: 'json' } },
  ])('stays out of the way of %j', async (request) => {
    const { requests } = await ask({ question: 'How do I switch to dark mode?', ...request });
    expect(requests).toHaveLength(1);
  });
});
