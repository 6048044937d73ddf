import { describe, expect, it } from 'vitest';
import type { ChatEngine, ChatEvent, ChatRequest } from './chat-engine.ts';

/** An engine to test, with a model of its kind installed. */
export interface ChatEngineUnderTest {
  engine: ChatEngine;
  model: string;
  /** Context length of that model, in tokens. */
  contextLength: number;
  /** Its library reports neither token ids nor how many tokens it had already read. */
  isOpaque?: boolean;
  /** It keeps what it has read of several conversations, not of the last one alone. */
  keepsSeveral?: boolean;
}

type Finish = Extract<ChatEvent, { type: 'finish' }>;

const never = () => new AbortController().signal;

/** Runs a request to its end and sums it up. */
async function collect(engine: ChatEngine, request: ChatRequest, signal = never()) {
  const events: ChatEvent[] = [];
  for await (const event of engine.generate(request, signal)) events.push(event);
  const deltas = events.filter((event) => event.type === 'text-delta');
  return {
    events,
    text: deltas.map(({ text }) => text).join(''),
    tokens: deltas.flatMap(({ tokens }) => tokens),
    finish: events.at(-1) as Finish,
  };
}

/** What every chat engine must do. Run it against each implementation. */
export function testChatEngine(name: string, create: () => Promise<ChatEngineUnderTest>): void {
  describe(`${name} as a chat engine`, () => {
    const ask = (model: string, more: Partial<ChatRequest> = {}): ChatRequest => ({
      model,
      messages: [{ role: 'user', content: 'Hello there' }],
      maxTokens: 8,
      temperature: 0,
      ...more,
    });

    it('loads once and says where the model runs', async () => {
      const { engine, model } = await create();
      const first = await engine.load({ model }, never());
      expect(first).toMatchObject({
        model,
        device: expect.stringMatching(/^(webgpu|wasm|cpu|cuda)$/),
      });
      expect(await engine.load({ model }, never())).toEqual(first);
    });

    it('streams text with its tokens, and ends with the counts', async () => {
      const { engine, model, isOpaque } = await create();
      const { events, text, tokens, finish } = await collect(engine, ask(model));
      expect(text.length).toBeGreaterThan(0);
      expect(finish).toMatchObject({
        type: 'finish',
        usage: { completionTokens: expect.any(Number) },
      });
      if (!isOpaque) expect(finish.usage.completionTokens).toBe(tokens.length);
      expect(finish.usage.promptTokens).toBeGreaterThan(0);
      expect(finish.firstTokenMs).toBeGreaterThan(0);
      expect(events.findIndex(({ type }) => type === 'load-end')).toBeLessThan(
        events.findIndex(({ type }) => type === 'text-delta'),
      );
    });

    it('gives the same text for the same greedy request', async () => {
      const { engine, model } = await create();
      const { text, tokens } = await collect(engine, ask(model));
      expect(await collect(engine, ask(model))).toMatchObject({ text, tokens });
    });

    it('gives the same text for the same seed, and another for another seed', async () => {
      const { engine, model } = await create();
      const draw = async (seed: number) =>
        (await collect(engine, ask(model, { temperature: 1.5, seed, maxTokens: 16 }))).text;
      const first = await draw(7);
      expect(await draw(7)).toEqual(first);
      expect(await draw(8)).not.toEqual(first);
    });

    it('stops at maxTokens and says so', async () => {
      const { engine, model } = await create();
      const { finish } = await collect(engine, ask(model, { maxTokens: 3 }));
      expect(finish.usage.completionTokens).toBe(3);
      expect(finish.reason).toBe('length');
    });

    it('stops when the signal fires, and keeps the model loaded', async () => {
      const { engine, model } = await create();
      const stop = new AbortController();
      let count = 0;
      const run = async () => {
        for await (const event of engine.generate(ask(model, { maxTokens: 200 }), stop.signal)) {
          if (event.type === 'text-delta' && ++count === 2) stop.abort();
        }
      };
      await expect(run()).rejects.toMatchObject({ name: 'EngineError', code: 'aborted' });
      expect(count).toBeLessThan(100);
      expect((await collect(engine, ask(model))).events.map(({ type }) => type)).not.toContain(
        'load-start',
      );
    });

    it('does not start with an aborted signal', async () => {
      const { engine, model } = await create();
      await expect(collect(engine, ask(model), AbortSignal.abort())).rejects.toMatchObject({
        code: 'aborted',
      });
    });

    it('is free again when the consumer leaves early', async () => {
      const { engine, model } = await create();
      for await (const event of engine.generate(ask(model, { maxTokens: 200 }), never()))
        if (event.type === 'text-delta') break;
      expect((await collect(engine, ask(model))).finish.type).toBe('finish');
    });

    it('answers simultaneous requests one after another', async () => {
      const { engine, model } = await create();
      const alone = await collect(engine, ask(model));
      const both = await Promise.all([collect(engine, ask(model)), collect(engine, ask(model))]);
      expect(both.map(({ text }) => text)).toEqual([alone.text, alone.text]);
    });

    it('keeps what it has read: the next turn reads only new text and answers the same', async () => {
      const { engine, model, isOpaque, keepsSeveral } = await create();
      const question = {
        role: 'user' as const,
        content: 'The first of two questions, long enough to be worth keeping?',
      };
      const turns = [
        question,
        { role: 'assistant' as const, content: 'ok' },
        { role: 'user' as const, content: 'And now?' },
      ];
      await collect(engine, ask(model, { messages: [question] }));
      const second = await collect(engine, ask(model, { messages: turns }));
      if (!isOpaque)
        expect(second.finish.usage.cachedTokens).toBeGreaterThan(question.content.length / 8);
      await collect(
        engine,
        ask(model, { messages: [{ role: 'user', content: 'Something else' }] }),
      );
      const again = await collect(engine, ask(model, { messages: turns }));
      const gain = again.finish.usage.cachedTokens - second.finish.usage.cachedTokens;
      if (!isOpaque) expect(Math.sign(gain)).toBe(keepsSeveral ? 1 : -1);
      expect(again.text).toBe(second.text);
    });

    it('ends before a stop string', async () => {
      const { engine, model } = await create();
      const { text } = await collect(engine, ask(model, { maxTokens: 12 }));
      const stop = text.slice(2, 4);
      const stopped = await collect(engine, ask(model, { maxTokens: 12, stop: [stop] }));
      expect(stopped.text).toBe(text.slice(0, text.indexOf(stop)));
      expect(stopped.finish.reason).toBe('stop');
    });

    it('constrains an answer to a JSON schema', async () => {
      const { engine, model } = await create();
      const properties = {
        name: { type: 'string' },
        sizes: { type: 'array', items: { enum: ['small', 'large'] } },
      };
      const schema = {
        type: 'object',
        properties,
        required: ['name', 'sizes'],
        additionalProperties: false,
      };
      const { text } = await collect(
        engine,
        ask(model, { maxTokens: 24, responseFormat: { type: 'json', schema } }),
      );
      expect(JSON.parse(text)).toEqual({ name: expect.any(String), sizes: expect.any(Array) });
    });

    it('names the missing model', async () => {
      const { engine } = await create();
      await expect(collect(engine, ask('nobody/nothing'))).rejects.toMatchObject({
        code: 'model_not_installed',
      });
    });

    it('rejects invalid requests', async () => {
      const { engine, model } = await create();
      const bad: Partial<ChatRequest>[] = [
        { messages: [] },
        { maxTokens: 0 },
        { temperature: -1 },
        { topP: 0 },
        { seed: 0.5 },
      ];
      for (const part of bad)
        await expect(collect(engine, ask(model, part))).rejects.toMatchObject({
          code: 'invalid_request',
        });
    });

    it('says by how much a conversation is too long', async () => {
      const { engine, model, contextLength } = await create();
      const messages = [{ role: 'user' as const, content: 'word '.repeat(contextLength) }];
      await expect(collect(engine, ask(model, { messages }))).rejects.toMatchObject({
        code: 'context_too_long',
        details: { contextLength, promptTokens: expect.any(Number) },
      });
    });
  });
}
