import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { HumanMessage } from '@langchain/core/messages';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import {
  embed,
  experimental_generateSpeech as generateSpeech,
  generateImage,
  generateText,
  jsonSchema,
  Output,
  streamText,
  tool,
  type ToolSet,
} from 'ai';
import OpenAI, { toFile } from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { encodePng } from '../engine/images/png.ts';
import type { ApiUnderTest } from './api-under-test.fixture.ts';
import { describePythonClient } from './python-client.contract.ts';

const WEATHER = {
  type: 'object' as const,
  properties: { city: { type: 'string' as const } },
  required: ['city'],
  additionalProperties: false,
};

const KEY = 'none is needed';
/** With it the guide, too, lets its model answer, and answers the same again. */
const SYSTEM = 'You are a helpful assistant.';
const isPng = (base64: string | undefined) => base64?.startsWith('iVBORw0KGgo') === true;

/** What vendors' own clients do, unchanged, with nothing but another address. */
export function describeOfficialClients(name: string, open: () => Promise<ApiUnderTest>): void {
  describe(`official clients against ${name}`, () => {
    let api: ApiUnderTest;
    beforeAll(async () => void (api = await open()));
    afterAll(() => api.close?.());
    describeOpenAi(() => api);
    describeAiSdk(() => api);
    describeLangChain(() => api);
    describePythonClient(() => api);
  });
}

const connectOpenAi = ({ origin, fetch }: ApiUnderTest) =>
  new OpenAI({
    ...{ baseURL: `${origin}/v1`, apiKey: KEY, fetch, maxRetries: 0 },
    dangerouslyAllowBrowser: true,
  });

function describeOpenAi(read: () => ApiUnderTest): void {
  const ask = (content: string) => ({
    model: read().chat,
    messages: [
      { role: 'system' as const, content: SYSTEM },
      { role: 'user' as const, content },
    ],
    temperature: 0,
    max_tokens: 40,
  });
  const weather = {
    type: 'function' as const,
    function: { name: 'weather', description: 'Weather of a city', parameters: WEATHER },
  };

  describe('openai', () => {
    it('lists models', async () => {
      const ids = [];
      for await (const { id } of connectOpenAi(read()).models.list()) ids.push(id);
      expect(ids).toEqual(expect.arrayContaining([read().chat, read().image, read().speech]));
      const model = await connectOpenAi(read()).models.retrieve(read().chat);
      expect(model.id).toBe(read().chat);
    });

    it('chats, whole and in pieces', async () => {
      const { chat } = connectOpenAi(read());
      const answer = await chat.completions.create(ask('Say hello.'));
      const text = answer.choices[0]?.message.content ?? '';
      expect(text).not.toBe('');
      expect(answer.usage?.total_tokens).toBeGreaterThan(0);
      expect(answer._request_id).toMatch(/^req_/);
      const stream = chat.completions.stream({
        ...ask('Say hello.'),
        stream_options: { include_usage: true },
      });
      const final = await stream.finalChatCompletion();
      expect(final.choices[0]?.message.content).toBe(text);
      expect(final.usage).toMatchObject({ total_tokens: answer.usage?.total_tokens });
    });

    it('calls tools, whole and in pieces', async ({ skip }) => {
      if (!read().canCallTools) skip();
      const { chat } = connectOpenAi(read());
      const body = {
        ...ask('What is the weather in Lisbon?'),
        tools: [weather],
        tool_choice: 'required' as const,
      };
      const whole = await chat.completions.create(body);
      const pieces = await chat.completions.stream(body).finalChatCompletion();
      for (const { choices } of [whole, pieces]) {
        expect(choices[0]?.finish_reason).toBe('tool_calls');
        const [call] = choices[0]?.message.tool_calls ?? [];
        if (call?.type !== 'function') throw new Error('no call');
        expect(call.function.name).toBe('weather');
        expect(JSON.parse(call.function.arguments)).toEqual({ city: expect.any(String) });
      }
    });

    it('keeps to a schema', async ({ skip }) => {
      if (!read().canCallTools) skip();
      const { chat } = connectOpenAi(read());
      const place = z.object({ city: z.string(), size: z.enum(['small', 'large']) });
      const answer = await chat.completions.parse({
        ...ask('Name a city.'),
        response_format: zodResponseFormat(place, 'place'),
      });
      expect(place.safeParse(answer.choices[0]?.message.parsed).success).toBe(true);
    });

    it('uses the newer form, whole and in pieces', async () => {
      const { responses } = connectOpenAi(read());
      const body = {
        model: read().chat,
        input: 'Say hello.',
        temperature: 0,
        max_output_tokens: 40,
      };
      const whole = await responses.create(body);
      expect(whole.output_text).not.toBe('');
      const stream = responses.stream(body);
      let text = '';
      stream.on('response.output_text.delta', ({ delta }) => void (text += delta));
      const final = await stream.finalResponse();
      expect([final.output_text, text]).toEqual([whole.output_text, whole.output_text]);
    });

    it('draws, edits and varies', async () => {
      const { images } = connectOpenAi(read());
      const body = { model: read().image, prompt: 'a fox' };
      const drawn = await images.generate(body);
      expect(isPng(drawn.data?.[0]?.b64_json)).toBe(true);
      const stream = await images.generate({ ...body, stream: true, partial_images: 1 });
      const types: string[] = [];
      for await (const { type } of stream) types.push(type);
      expect(types.at(-1)).toBe('image_generation.completed');
      if (!read().canStartFromPictures) return;
      const data = new Uint8ClampedArray(64 * 64 * 4).fill(200);
      const png = await encodePng({ width: 64, height: 64, data });
      const image = await toFile(png, 'start.png', { type: 'image/png' });
      const edited = await images.edit({ ...body, image });
      const varied = await images.createVariation({ image, model: read().image });
      for (const { data } of [edited, varied]) expect(isPng(data?.[0]?.b64_json)).toBe(true);
    });

    it('speaks', async () => {
      const { audio } = connectOpenAi(read());
      const body = { model: read().speech, voice: 'alloy', input: 'Hello there.' };
      const mp3 = await audio.speech.create(body);
      expect(mp3.headers.get('content-type')).toBe('audio/mpeg');
      expect((await mp3.arrayBuffer()).byteLength).toBeGreaterThan(500);
      const wav = await audio.speech.create({ ...body, response_format: 'wav' });
      const head = new Uint8Array(await wav.arrayBuffer()).slice(0, 4);
      expect(new TextDecoder().decode(head)).toBe('RIFF');
    });

    it('makes embeddings', async ({ skip }) => {
      const { embeddings: model } = read();
      if (!model) return skip();
      const { data } = await connectOpenAi(read()).embeddings.create({ model, input: ['a', 'b'] });
      expect(data).toHaveLength(2);
      expect(data[0]?.embedding.every((number) => Number.isFinite(number))).toBe(true);
    });

    it('moderates', async () => {
      const input = 'I will kill you';
      const { results } = await connectOpenAi(read()).moderations.create({ input });
      expect(results[0]?.categories['harassment/threatening']).toBe(true);
    });

    it('understands errors', async () => {
      const { chat } = connectOpenAi(read());
      await expect(
        chat.completions.create({ ...ask('x'), model: 'gpt-none' }),
      ).rejects.toMatchObject({ status: 404, code: 'model_not_found', param: 'model' });
      const hot = chat.completions.create({ ...ask('x'), temperature: 9 });
      await expect(hot).rejects.toBeInstanceOf(OpenAI.BadRequestError);
    });

    it('stops in the middle, and goes on with the next', async () => {
      const { chat } = connectOpenAi(read());
      const long = { ...ask('count to a thousand'), max_tokens: 800, stream: true as const };
      const stream = await chat.completions.create(long);
      for await (const _ of stream) break;
      stream.controller.abort();
      if (read().countRunning) await expect.poll(() => read().countRunning?.()).toBe(0);
      const next = await chat.completions.create(ask('Say hello.'));
      expect(next.choices).toHaveLength(1);
    });
  });
}

function describeAiSdk(read: () => ApiUnderTest): void {
  const connect = () => {
    const { origin, fetch } = read();
    return { baseURL: `${origin}/v1`, apiKey: KEY, fetch };
  };
  const weather = tool({
    description: 'Weather of a city',
    inputSchema: jsonSchema<{ city: string }>(WEATHER),
  });
  const options = { system: SYSTEM, temperature: 0, maxOutputTokens: 40, maxRetries: 0 };

  describe.each([
    [
      'openai-compatible',
      () =>
        createOpenAICompatible({
          name: 'triptych',
          supportsStructuredOutputs: true,
          includeUsage: true,
          ...connect(),
        }),
    ],
    ['openai, by responses', () => createOpenAI(connect())],
  ] as const)('AI SDK, %s', (_, createProvider) => {
    const chat = () => createProvider().languageModel(read().chat);

    it('writes, whole and in pieces', async () => {
      const whole = await generateText({ model: chat(), prompt: 'Say hello.', ...options });
      const pieces = streamText({ model: chat(), prompt: 'Say hello.', ...options });
      expect(whole.text).not.toBe('');
      expect(await pieces.text).toBe(whole.text);
      expect((await pieces.usage).outputTokens).toBeGreaterThan(0);
    });

    it('calls tools', async ({ skip }) => {
      if (!read().canCallTools) skip();
      const { toolCalls } = await generateText({
        ...{ model: chat(), prompt: 'What is the weather in Lisbon?', ...options },
        // Its types do not hold with exactOptionalPropertyTypes.
        tools: { weather } as unknown as ToolSet,
        toolChoice: 'required',
      });
      expect(toolCalls[0]).toMatchObject({
        toolName: 'weather',
        input: { city: expect.any(String) },
      });
    });

    it('keeps to a schema', async () => {
      const { output } = await generateText({
        ...{ model: chat(), prompt: 'Name a city.', ...options },
        output: Output.object({ schema: z.object({ city: z.string() }) }),
      });
      expect(output).toEqual({ city: expect.any(String) });
    });

    it('draws', async () => {
      const model = createProvider().imageModel(read().image);
      const { image } = await generateImage({ model, prompt: 'a fox', maxRetries: 0 });
      expect(isPng(image.base64)).toBe(true);
    });

    it('makes embeddings', async ({ skip }) => {
      const { embeddings } = read();
      if (!embeddings) return skip();
      const model = createProvider().textEmbeddingModel(embeddings);
      const { embedding } = await embed({ model, value: 'a', maxRetries: 0 });
      expect(embedding.length).toBeGreaterThan(1);
    });
  });

  it('AI SDK speaks', async () => {
    const model = createOpenAI(connect()).speech(read().speech);
    const { audio } = await generateSpeech({ model, text: 'Hello there.', maxRetries: 0 });
    expect(audio.uint8Array.length).toBeGreaterThan(500);
  });
}

function describeLangChain(read: () => ApiUnderTest): void {
  const configuration = () => ({ baseURL: `${read().origin}/v1`, fetch: read().fetch });
  const connect = () =>
    new ChatOpenAI({
      ...{ model: read().chat, apiKey: KEY, temperature: 0, maxTokens: 40, maxRetries: 0 },
      configuration: configuration(),
    });

  describe('LangChain', () => {
    it('chats, whole and in pieces', async () => {
      const { text } = await connect().invoke([new HumanMessage('Say hello.')]);
      expect(text).not.toBe('');
      let joined = '';
      for await (const piece of await connect().stream('Say hello.')) joined += piece.text;
      expect(joined).toBe(text);
    });

    it('calls tools', async ({ skip }) => {
      if (!read().canCallTools) skip();
      const definition = { name: 'weather', description: 'Weather', parameters: WEATHER };
      const bound = connect().bindTools([{ type: 'function', function: definition }], {
        tool_choice: 'weather',
      });
      const { tool_calls: calls } = await bound.invoke('What is the weather in Lisbon?');
      expect(calls).toMatchObject([{ name: 'weather', args: { city: expect.any(String) } }]);
    });

    it('keeps to a schema', async ({ skip }) => {
      if (!read().canCallTools) skip();
      const schema = z.object({ city: z.string() });
      const structured = connect().withStructuredOutput(schema, { method: 'jsonSchema' });
      expect(await structured.invoke('Name a city.')).toEqual({ city: expect.any(String) });
    });

    it('makes embeddings', async ({ skip }) => {
      const { embeddings: model } = read();
      if (!model) return skip();
      const embeddings = new OpenAIEmbeddings({
        ...{ model, apiKey: KEY, maxRetries: 0 },
        configuration: configuration(),
      });
      expect(await embeddings.embedDocuments(['a', 'b'])).toHaveLength(2);
    });
  });
}
