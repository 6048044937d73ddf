/**
 * Reading ahead with a real model: the built-in one on wasm, beside the same model that reads token
 * by token.
 */
import { beforeAll, expect, it } from 'vitest';
import { createBrowserHost } from '../../workers/browser-host.ts';
import type { ChatEngine, ChatMessage, ChatRequest } from '../engine/chat/chat-engine.ts';
import { createLanguageModelChatEngine } from '../engine/chat/language-model-chat-engine.ts';
import type { LanguageModelSession } from '../engine/chat/language-model.ts';
import { loadTransformersModel } from '../engine/chat/decode/transformers-model.ts';
import type { ComputeHost } from '../engine/host.ts';
import { BUILT_IN_CHAT_MODEL } from '../engine/models/catalog.ts';
import { createDeviceProbe } from './device.ts';
import { createModelsClient } from './models/models-client.ts';
import { createSiteStorage } from './site-storage.ts';

let host: ComputeHost;
beforeAll(async () => {
  const urlOf = (path: string) => new URL(path, location.href).href;
  const sources = { starterUrl: urlOf('/starter'), hubUrls: [urlOf('/hub')] };
  const models = createModelsClient(sources, createDeviceProbe(), createSiteStorage());
  await models.install(BUILT_IN_CHAT_MODEL, { device: 'wasm' });
  host = await createBrowserHost();
});

/** An engine that counts its passes, and may be kept from reading ahead. */
function openEngine(looksAhead: boolean) {
  const counted = { engine: undefined as unknown as ChatEngine, passes: 0 };
  const watch = (session: LanguageModelSession): LanguageModelSession => ({
    get length() {
      return session.length;
    },
    get canLookAhead() {
      return looksAhead && session.canLookAhead;
    },
    forward(tokens, positions) {
      counted.passes++;
      return session.forward(tokens, positions);
    },
    truncate: session.truncate,
    dispose: session.dispose,
  });
  counted.engine = createLanguageModelChatEngine(host, async (...given) => {
    const model = await loadTransformersModel(...given);
    return { ...model, startSession: () => watch(model.startSession()) };
  });
  return counted;
}

async function write(
  engine: ChatEngine,
  request: Partial<ChatRequest> & Pick<ChatRequest, 'messages'>,
) {
  const answer = { text: '', tokens: [] as number[] };
  const asked = {
    model: BUILT_IN_CHAT_MODEL,
    device: 'wasm',
    maxTokens: 60,
    temperature: 0,
    ...request,
  } as const;
  for await (const event of engine.generate(asked, new AbortController().signal)) {
    if (event.type !== 'text-delta') continue;
    answer.text += event.text;
    answer.tokens.push(...event.tokens);
  }
  return answer;
}

it('writes the same tokens with and without reading ahead, in fewer passes', async () => {
  const [ahead, plain] = [openEngine(true), openEngine(false)];
  const brief: ChatMessage = {
    role: 'user',
    content: 'Brief: a poster for a jazz evening in an old harbour.',
  };
  const { text } = await write(plain.engine, { messages: [brief] });
  // What it wrote once it is likely to write again.
  const messages: ChatMessage[] = [brief, { role: 'assistant', content: text }, brief];
  const samplings: Partial<ChatRequest>[] = [
    {},
    { temperature: 0.7, seed: 5 },
    { temperature: 1.2, topP: 0.9, seed: 9, frequencyPenalty: 0.1 },
    { stop: [text.slice(40, 60)] },
    { maxTokens: 21 },
  ];
  plain.passes = 0;
  for (const sampling of samplings) {
    const request = { messages, ...sampling };
    const [first, second] = [
      await write(ahead.engine, request),
      await write(plain.engine, request),
    ];
    expect(first).toEqual(second);
    expect(first.tokens.length).toBeGreaterThan(4);
  }
  expect(ahead.passes).toBeLessThan(plain.passes);
});
