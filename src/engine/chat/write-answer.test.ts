import { describe, expect, it } from 'vitest';
import type { ChatEvent, ChatMessage, ChatRequest } from './chat-engine.ts';
import {
  ANSWER_MARK,
  createFakeHost,
  createFakeLanguageModel,
  FAKE_CONTEXT,
  type FakeModelOptions,
} from './fake-language-model.fixture.ts';
import { createLanguageModelChatEngine } from './language-model-chat-engine.ts';
import { JSON_SCHEMAS } from './json-schemas.fixture.ts';
import { createJudge } from '../../../e2e/fixtures/json-judge.ts';

const user = (content: string): ChatMessage => ({ role: 'user', content });
const assistant = (content: string): ChatMessage => ({ role: 'assistant', content });

/** An engine over a scripted model, and what a request to it brings. */
function createEngine(options: FakeModelOptions = {}) {
  const model = createFakeLanguageModel(options);
  const engine = createLanguageModelChatEngine(createFakeHost(), async () => model);
  async function ask(request: Partial<ChatRequest> = {}, signal = new AbortController().signal) {
    const events: ChatEvent[] = [];
    for await (const event of engine.generate(
      { model: 'fake/model', messages: [user('hi')], maxTokens: 40, temperature: 0, ...request },
      signal,
    ))
      events.push(event);
    const of = <T extends ChatEvent['type']>(type: T) =>
      events.filter((event): event is Extract<ChatEvent, { type: T }> => event.type === type);
    return {
      text: of('text-delta')
        .map(({ text }) => text)
        .join(''),
      reasoning: of('reasoning-delta')
        .map(({ text }) => text)
        .join(''),
      calls: of('tool-call').map(({ call }) => ({
        name: call.name,
        arguments: JSON.parse(call.arguments) as unknown,
      })),
      tokens: events.flatMap((event) => ('tokens' in event ? event.tokens : [])),
      likely: of('text-delta').flatMap(({ logProbabilities = [] }) => logProbabilities),
      dropped: of('context-trim')[0]?.droppedMessages ?? 0,
      finish: of('finish')[0],
    };
  }
  return { engine, model, ask };
}

describe('memory across turns', () => {
  it('reads only what is new in the next turn', async () => {
    const { model, ask } = createEngine({ script: 'yes' });
    await ask();
    model.passes = [];
    const { finish } = await ask({ messages: [user('hi'), assistant('yes'), user('ok')] });
    // What was read and what the template writes now have this beginning in common.
    expect(finish?.usage.cachedTokens).toBe('u:hi;'.length);
    expect(model.passes[0]).toEqual(
      Array.from(`a:yes;u:ok;${ANSWER_MARK}`, (letter) => letter.charCodeAt(0)),
    );
  });

  it('writes the same as without memory, also after edits and regenerations', async () => {
    const { ask } = createEngine();
    const conversations = [
      [user('one')],
      [user('one')],
      [user('one'), assistant('x'), user('two')],
      [user('other')],
      [user('one'), assistant('y'), user('two')],
    ];
    for (const messages of conversations) {
      const fresh = await createEngine().ask({ messages });
      expect((await ask({ messages })).tokens).toEqual(fresh.tokens);
    }
  });

  it('starts over if the memory cannot be cut', async () => {
    const { ask } = createEngine({ isCuttable: false });
    await ask({ messages: [user('one')] });
    const { finish, tokens } = await ask({ messages: [user('onx')] });
    expect(finish?.usage.cachedTokens).toBe(0);
    expect(tokens).toEqual((await createEngine().ask({ messages: [user('onx')] })).tokens);
  });

  it('is intact after an interruption', async () => {
    const { engine, ask } = createEngine();
    const stop = new AbortController();
    const run = async () => {
      const request = { model: 'fake/model', messages: [user('hi')], maxTokens: 40 };
      for await (const event of engine.generate(request, stop.signal))
        if (event.type === 'text-delta') stop.abort();
    };
    await expect(run()).rejects.toMatchObject({ code: 'aborted' });
    expect((await ask()).tokens).toEqual((await createEngine().ask()).tokens);
  });
});

describe('reading ahead', () => {
  const round = 'the cat sat on the mat and ';
  const script = `${round}${round}then the cat sat on the hat and ${round}${round}the dog slept`;
  const request = { messages: [user(round)], maxTokens: 200 };

  it.each([
    { name: 'the likeliest tokens', sampling: {} },
    { name: 'drawn tokens', sampling: { temperature: 1.5, seed: 3 } },
    { name: 'few drawn tokens', sampling: { temperature: 0.8, topP: 0.9, topK: 9, seed: 4 } },
    { name: 'penalties', sampling: { frequencyPenalty: 0.3, repetitionPenalty: 1.1 } },
    { name: 'a stop string', sampling: { stop: ['hat'] } },
    { name: 'a token limit', sampling: { maxTokens: 37 } },
    { name: 'a schema', sampling: { responseFormat: { type: 'json' } as const } },
  ])('writes the same with and without: $name', async ({ sampling }) => {
    const [ahead, plain] = [createEngine({ script }), createEngine({ script, looksAhead: false })];
    for (const messages of [
      request.messages,
      [...request.messages, assistant(round), user('more')],
    ]) {
      const [first, second] = [
        await ahead.ask({ ...request, messages, ...sampling }),
        await plain.ask({ ...request, messages, ...sampling }),
      ];
      expect(first.tokens).toEqual(second.tokens);
      expect(first.finish?.reason).toBe(second.finish?.reason);
    }
  });

  it('needs a third of the passes for repetitive text', async () => {
    const { model, ask } = createEngine({ script: round.repeat(5) });
    const { text } = await ask(request);
    expect(text).toBe(round.repeat(5));
    expect(model.passes.length).toBeLessThan(text.length / 3);
  });

  it('costs nothing if guesses keep failing', async () => {
    const misleading = Array.from('bdfhjlnprtvxz', (letter) => `the ${letter}`).join('');
    const { model, ask } = createEngine({ script: misleading });
    const { text } = await ask(request);
    expect(text).toBe(misleading);
    const inVain = model.passes.slice(1).reduce((sum, { length }) => sum + length, 0) - text.length;
    expect(inVain).toBeLessThan(text.length / 2);
  });

  it('is intact after an interruption', async () => {
    const { engine, model, ask } = createEngine({ script });
    const stop = new AbortController();
    await expect(async () => {
      for await (const event of engine.generate(
        { model: 'fake/model', temperature: 0, ...request },
        stop.signal,
      ))
        if (event.type === 'text-delta' && model.passes.at(-1)?.length !== 1) stop.abort();
    }).rejects.toMatchObject({ code: 'aborted' });
    expect((await ask(request)).text).toBe(script);
  });
});

describe('stop strings', () => {
  it('end the answer before them, wherever token boundaries fall', async () => {
    const { ask } = createEngine({ script: 'one END two' });
    const { text, finish } = await ask({ stop: ['END', ' two'] });
    expect(text).toBe('one ');
    expect(finish?.reason).toBe('stop');
  });

  it('hold nothing back forever', async () => {
    const { ask } = createEngine({ script: 'one EN' });
    expect((await ask({ stop: ['END'] })).text).toBe('one EN');
  });
});

describe('reasoning', () => {
  const chatTemplate = '…<think>…';
  it('is separated from the answer', async () => {
    const { ask } = createEngine({ chatTemplate, script: '<think>\nhm\n</think>\n\nyes' });
    expect(await ask()).toMatchObject({ reasoning: 'hm\n', text: 'yes' });
  });

  it('is recognised if the prompt opens it', async () => {
    const { ask } = createEngine({ chatTemplate, script: 'hm</think>yes' });
    expect(await ask({ messages: [user('hi')], prefix: '' })).toMatchObject({
      text: 'hm</think>yes',
    });
    const opened = createEngine({ chatTemplate, script: '<think>hm</think>yes' });
    expect(await opened.ask({ prefix: '<think>' })).toMatchObject({ reasoning: 'hm', text: 'yes' });
  });

  it('is not recognised once the answer has begun', async () => {
    const { ask } = createEngine({ chatTemplate, script: '<think>hm</think>A <think> tag.' });
    expect(await ask()).toMatchObject({ reasoning: 'hm', text: 'A <think> tag.' });
    const going = createEngine({ chatTemplate, script: 'A <think> tag' });
    expect(await going.ask({ prefix: 'A ' })).toMatchObject({ reasoning: '', text: '<think> tag' });
  });

  it('is plain text for a model without reasoning', async () => {
    const { ask } = createEngine({ script: 'a <think> tag' });
    expect(await ask()).toMatchObject({ reasoning: '', text: 'a <think> tag' });
  });
});

describe('tool calls', () => {
  const chatTemplate = 'tools as <tool_call>';
  const tools = [
    {
      name: 'weather',
      description: '',
      parameters: { type: 'object', properties: { city: { type: 'string' } } },
    },
  ];
  it('are read from the marks of the chat template', async () => {
    const { ask } = createEngine({
      chatTemplate,
      script: 'ok <tool_call>\n{"name": "weather", "arguments": {"city": "Oslo"}}\n</tool_call>',
    });
    const { text, calls, finish } = await ask({ tools, maxTokens: 90 });
    expect(text).toBe('ok ');
    expect(calls).toEqual([{ name: 'weather', arguments: { city: 'Oslo' } }]);
    expect(finish?.reason).toBe('tool-calls');
  });

  it('are read from a bare object in that format', async () => {
    const { ask } = createEngine({
      chatTemplate: '<|python_tag|> tools',
      script: '{"name": "weather", "parameters": {"city": "Oslo"}}',
    });
    expect((await ask({ tools, maxTokens: 90 })).calls).toEqual([
      { name: 'weather', arguments: { city: 'Oslo' } },
    ]);
  });

  it('are text if they cannot be read or no tools were provided', async () => {
    const script = '<tool_call>oops</tool_call>';
    expect((await createEngine({ chatTemplate, script }).ask({ tools })).text).toBe(script);
    expect((await createEngine({ chatTemplate, script }).ask()).text).toBe(script);
    expect(
      (await createEngine({ chatTemplate, script }).ask({ tools, toolChoice: 'none' })).text,
    ).toBe(script);
  });

  it('are text if an object only looks like one', async () => {
    const script = '{"name": "Ada", "born": 1815}';
    const { ask } = createEngine({ chatTemplate: '<|python_tag|> tools', script });
    expect(await ask({ tools })).toMatchObject({ text: script, calls: [] });
  });

  it('fit the schema if required, whatever the model would write', async () => {
    const schema = {
      type: 'object',
      properties: { days: { type: 'integer' } },
      required: ['days'],
      additionalProperties: false,
    };
    const { ask } = createEngine({ chatTemplate });
    const { calls, text, finish } = await ask({
      tools: [{ name: 'plan', description: '', parameters: schema }],
      toolChoice: 'required',
      maxTokens: 20,
    });
    expect(text).toBe('');
    expect(calls).toEqual([{ name: 'plan', arguments: { days: expect.any(Number) } }]);
    expect(finish?.reason).toBe('tool-calls');
  });
});

describe('JSON', () => {
  const schemas = [undefined, ...JSON_SCHEMAS.map(({ schema }) => schema)];
  it.each(schemas)('is valid however short the answer must be (%#)', async (schema) => {
    for (const maxTokens of [1, 5, 40]) {
      const { text } = await createEngine().ask({
        responseFormat: schema ? { type: 'json', schema } : { type: 'json' },
        maxTokens,
      });
      expect(() => JSON.parse(text) as unknown, text).not.toThrow();
    }
  });

  it.each([
    { type: 'string', maxLength: 20 },
    { type: 'string', pattern: '^[^@]+@x$', minLength: 4 },
    { type: 'object', properties: { s: { type: 'string', format: 'email' } }, required: ['s'] },
    {
      type: 'object',
      properties: { s: { type: 'string', pattern: '^[a-z]+[0-9]$' } },
      required: ['s'],
    },
    {
      type: 'object',
      properties: { 'a"b\\c': { type: 'number', minimum: 0.5, maximum: 2.5 } },
      required: ['a"b\\c'],
    },
    { enum: ['é', '日本'] },
  ])('fits its schema wherever the limit cuts it: %j', async (schema) => {
    const judge = createJudge(schema);
    for (const maxTokens of [1, 2, 3, 5, 8, 13, 21, 34, 55]) {
      const { text, finish } = await createEngine().ask({
        responseFormat: { type: 'json', schema },
        maxTokens,
      });
      expect(judge(text), text).toBe('');
      expect(finish?.usage.completionTokens).toBeLessThanOrEqual(maxTokens);
    }
  });

  it("reports a cut only if the limit came before the model's own end", async () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };
    const script = '{"a": "long"}';
    const ask = (maxTokens: number) =>
      createEngine({ script }).ask({ responseFormat: { type: 'json', schema }, maxTokens });
    expect(await ask(9)).toMatchObject({ text: '{"a": "lo"}', finish: { reason: 'length' } });
    expect(await ask(script.length + 1)).toMatchObject({
      text: script,
      finish: { reason: 'stop' },
    });
  });

  it.each([[['"']], [['}', ':']], [['cut', '\n']], [['{']]])(
    'ends when complete, whatever stop string it contains: %j',
    async (stop) => {
      const script = '{"a": "not cut", "b": {"c": [1, 2]}}';
      const { ask } = createEngine({ script });
      expect(await ask({ responseFormat: { type: 'json' }, stop, maxTokens: 90 })).toMatchObject({
        text: script,
        finish: { reason: 'stop' },
      });
      expect(
        JSON.parse((await ask({ responseFormat: { type: 'json' }, stop, maxTokens: 12 })).text),
      ).toEqual({
        a: expect.any(String) as string,
      });
    },
  );

  it('may contain text that looks like thought and call marks', async () => {
    const script = '{"a": "<think> <tool_call>x</tool_call>"}';
    const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };
    const { ask } = createEngine({ chatTemplate: '<think> <tool_call> tools', script });
    expect(await ask({ responseFormat: { type: 'json', schema }, maxTokens: 90 })).toMatchObject({
      text: script,
    });
  });

  it.each([
    [{ type: 'banana' }, 'type'],
    [{ type: 'object', properties: { a: { type: 'array', uniqueItems: true } } }, 'uniqueItems'],
  ])('is refused by name before a model is loaded: %j', async (schema, keyword) => {
    const { engine, model } = createEngine();
    const request = {
      model: 'fake/missing',
      messages: [user('hi')],
      responseFormat: { type: 'json' as const, schema },
    };
    const asked = engine
      .generate(request, new AbortController().signal)
      [Symbol.asyncIterator]()
      .next();
    await expect(asked).rejects.toMatchObject({ code: 'invalid_request', details: { keyword } });
    expect(model.passes).toEqual([]);
  });

  it('keeps call arguments whole, whatever stop string they contain', async () => {
    const parameters = {
      type: 'object',
      properties: { day: { const: 'Monday' } },
      required: ['day'],
    };
    const tools = [{ name: 'plan', description: '', parameters }];
    const { ask } = createEngine({ chatTemplate: 'tools' });
    const { calls } = await ask({
      tools,
      toolChoice: 'required',
      stop: ['"', 'Mon'],
      maxTokens: 20,
    });
    expect(calls).toMatchObject([{ name: 'plan', arguments: { day: 'Monday' } }]);
  });

  it('is refused with the name of the tool whose arguments cannot be enforced', async () => {
    const tools = [{ name: 'plan', description: '', parameters: { type: 'object', not: {} } }];
    await expect(createEngine().ask({ tools, toolChoice: 'required' })).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('"plan"') as string,
    });
  });

  it('enforces tool arguments that refer to their own definitions', async () => {
    const parameters = {
      type: 'object',
      properties: { day: { $ref: '#/$defs/day' } },
      required: ['day'],
      $defs: { day: { enum: ['Monday', 'Sunday'] } },
    };
    const tools = [{ name: 'plan', description: '', parameters }];
    const { calls } = await createEngine({ chatTemplate: 'tools' }).ask({
      tools,
      toolChoice: 'required',
      maxTokens: 12,
    });
    expect(calls).toEqual([
      { name: 'plan', arguments: { day: expect.stringMatching(/^(?:Monday|Sunday)$/) as string } },
    ]);
  });

  it('waits until the model has thought', async () => {
    const { ask } = createEngine({ chatTemplate: '<think>', script: '<think>hm</think>{"a": 1}' });
    const schema = {
      type: 'object',
      properties: { a: { type: 'integer' } },
      required: ['a'],
      additionalProperties: false,
    };
    expect(await ask({ prefix: '<think>' })).toMatchObject({ reasoning: 'hm', text: '{"a": 1}' });
    await expect(
      ask({ prefix: '<think>', responseFormat: { type: 'json', schema } }),
    ).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });
});

describe('a conversation too long for the context', () => {
  const long = Array.from({ length: 33 }, (_, index) =>
    index % 2 === 0 ? user(`question ${index}`) : assistant(`answer ${index}`),
  );
  it('is an error with numbers, unless its oldest turns may be dropped', async () => {
    const { ask } = createEngine();
    await expect(ask({ messages: long })).rejects.toMatchObject({
      code: 'context_too_long',
      details: { contextLength: FAKE_CONTEXT },
    });
    const { dropped, finish } = await ask({ messages: long, contextOverflow: 'trim' });
    expect(dropped).toBeGreaterThan(0);
    expect(dropped % 2).toBe(0);
    expect(finish?.usage.promptTokens).toBeLessThan(FAKE_CONTEXT);
  });

  it('keeps the system message and the last question', async () => {
    const { model, ask } = createEngine();
    await ask({
      messages: [{ role: 'system', content: 'be kind' }, ...long],
      contextOverflow: 'trim',
    });
    const read = String.fromCharCode(...model.passes.flat());
    expect(read).toContain('s:be kind;');
    expect(read).toContain('u:question 32;');
  });

  it('reports a single question that is too long', async () => {
    const { ask } = createEngine();
    await expect(
      ask({ messages: [user('x'.repeat(500))], contextOverflow: 'trim' }),
    ).rejects.toMatchObject({
      code: 'context_too_long',
    });
  });
});

describe('an answer', () => {
  it('continues from a prefix', async () => {
    const { ask } = createEngine({ script: 'one two' });
    expect((await ask({ prefix: 'one' })).text).toBe(' two');
  });

  it('repeats itself less with penalties', async () => {
    const { ask } = createEngine({ script: 'aaaaaaaaaaaa' });
    expect((await ask()).text).toBe('aaaaaaaaaaaa');
    const { text } = await ask({ frequencyPenalty: 2, maxTokens: 12 });
    expect(text.startsWith('aaaa')).toBe(true);
    expect(text).not.toBe('aaaaaaaaaaaa');
  });
});

describe('log probabilities', () => {
  const letterOf = ({ bytes }: { bytes: Uint8Array }) => String.fromCharCode(...bytes);
  /** One logit of the fake model is 10, 127 are 0. */
  const CERTAIN = 10 - Math.log(Math.exp(10) + 127);

  it('come with every token, whatever is done to the logits', async () => {
    const { ask } = createEngine({ script: 'yes' });
    const plain = { logProbabilities: 2 };
    const changed = { ...plain, temperature: 2, topK: 1, presencePenalty: 2, repetitionPenalty: 2 };
    for (const request of [plain, changed]) {
      const { text, tokens, likely } = await ask(request);
      expect(text).toBe('yes');
      expect(likely.map(letterOf).join('')).toBe('yes');
      expect(likely.map(({ token }) => token)).toEqual(tokens);
      for (const each of likely) {
        expect(each.logProbability).toBeCloseTo(CERTAIN, 5);
        expect(each.likeliest.map(({ token }) => token)).toEqual([each.token, 0]);
        expect(each.likeliest[1]?.logProbability).toBeCloseTo(CERTAIN - 10, 5);
      }
    }
  });

  it('are those of the model, also where a grammar wants something else', async () => {
    const { ask } = createEngine({ script: 'xxxx' });
    const { text, likely } = await ask({
      logProbabilities: 1,
      responseFormat: { type: 'json', schema: { const: true } },
    });
    expect(text).toBe('true');
    expect(likely.map(letterOf).join('')).toBe('true');
    expect(likely[0]?.logProbability).toBeCloseTo(CERTAIN - 10, 5);
    expect(likely[0]?.likeliest.map(letterOf)).toEqual(['x']);
  });

  it('stay with their tokens where thoughts come before', async () => {
    const script = '<think>\nHm.</think>\n\nYes';
    const { ask } = createEngine({ chatTemplate: '<think>', script });
    const { text, reasoning, likely } = await ask({ logProbabilities: 0 });
    expect([text, reasoning]).toEqual(['Yes', 'Hm.']);
    expect(likely.map(letterOf).join('').endsWith('Yes')).toBe(true);
    expect(likely.every(({ likeliest }) => likeliest.length === 0)).toBe(true);
  });

  it('are not told unasked, and not for more than twenty tokens', async () => {
    const { ask } = createEngine({ script: 'yes' });
    expect((await ask()).likely).toEqual([]);
    await expect(ask({ logProbabilities: 21 })).rejects.toMatchObject({ code: 'invalid_request' });
  });
});
