import type { Page } from '@playwright/test';
import { z } from 'zod';
import type { ChatEvent, ChatRequest, ToolDefinition } from '../src/engine/chat/chat-engine.ts';
import { JSON_SCHEMAS } from '../src/engine/chat/json-schemas.fixture.ts';
import { expect, needsWeights, test } from './studio-page.ts';

const SMOLLM2 = 'triptych/SmolLM2-135M-Instruct-ONNX';

test.setTimeout(400_000);

for (const [model, maxTokens] of [
  ['triptych/guide', 120],
  [SMOLLM2, 40],
] as const) {
  test(`${model} answers in JSON for any schema, even if the token limit cuts it short`, async ({
    studio,
  }) => {
    if (model === SMOLLM2) needsWeights(SMOLLM2);
    const { page } = studio;
    await studio.open();
    await install(page, model);
    for (const { name, request, schema } of JSON_SCHEMAS) {
      const content = `${request}. Answer in JSON.`;
      const events = await generate(page, {
        model,
        maxTokens,
        seed: 7,
        device: 'wasm',
        messages: [{ role: 'user', content }],
        responseFormat: { type: 'json', schema },
      });
      const text = textOf(events);
      const checked = z.fromJSONSchema(schema as never).safeParse(JSON.parse(text));
      expect(checked.error?.issues ?? [], `${name}: ${text}`).toEqual([]);
    }
  });
}

test('SmolLM2 calls a tool, reads the result and answers', async ({ studio }) => {
  needsWeights(SMOLLM2);
  const { page } = studio;
  await studio.open();
  await install(page, SMOLLM2);
  const tools: ToolDefinition[] = [
    {
      name: 'get_weather',
      description: 'The weather in a city now.',
      parameters: {
        type: 'object',
        properties: {
          city: { type: 'string', maxLength: 20 },
          unit: { enum: ['celsius', 'fahrenheit'] },
        },
        required: ['city', 'unit'],
        additionalProperties: false,
      },
    },
  ];
  const question = { role: 'user', content: 'What is the weather in Paris?' } as const;
  const options = { model: SMOLLM2, device: 'wasm', temperature: 0, tools } as const;
  const asked = await generate(page, {
    ...options,
    messages: [question],
    toolChoice: 'required',
    maxTokens: 48,
  });
  const [call] = asked.flatMap((event) => (event.type === 'tool-call' ? [event.call] : []));
  expect(asked.at(-1)).toMatchObject({ type: 'finish', reason: 'tool-calls' });
  expect(call?.name).toBe('get_weather');
  expect(JSON.parse(call?.arguments ?? '')).toEqual({
    city: expect.any(String),
    unit: expect.any(String),
  });
  if (!call) return;

  const messages = [
    question,
    { role: 'assistant', content: '', toolCalls: [call] },
    { role: 'tool', content: '{"celsius": 21, "sky": "clear"}', toolCallId: call.id },
  ] as const;
  const answered = await generate(page, {
    ...options,
    messages,
    toolChoice: 'none',
    maxTokens: 24,
  });
  expect(textOf(answered)).toMatch(/\w/);
  expect(answered.at(-1)).toMatchObject({
    type: 'finish',
    usage: { cachedTokens: expect.any(Number) },
  });
});

async function install(page: Page, model: string): Promise<void> {
  await page.evaluate((id) => globalThis.triptych.models.install(id, { device: 'wasm' }), model);
}

function generate(page: Page, request: ChatRequest): Promise<ChatEvent[]> {
  return page.evaluate(async (asked) => {
    const events: ChatEvent[] = [];
    for await (const event of globalThis.triptych.chat.generate(
      asked,
      new AbortController().signal,
    ))
      events.push(event);
    return events;
  }, request);
}

function textOf(events: readonly ChatEvent[]): string {
  return events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
}
