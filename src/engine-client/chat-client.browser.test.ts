/**
 * The chat engine as the page has it: worker, Comlink, weights brought by the real download code
 * from the mirror of this origin.
 */
import { beforeAll, expect, it } from 'vitest';
import type { ChatEvent, ChatMessage } from '../engine/chat/chat-engine.ts';
import { testChatEngine } from '../engine/chat/chat-engine.contract.ts';
import { describeAdapter, type BrowserDevice } from '../engine/device.ts';
import { createGpuVerdictStore } from '../storage/gpu-verdicts.ts';
import { findGpuVerdict } from '../../workers/gpu-check.ts';
import { createChatClient, type ChatClient } from './chat-client.ts';
import { createDeviceProbe } from './device.ts';
import { createModelsClient } from './models/models-client.ts';
import { createSiteStorage } from './site-storage.ts';

const TINY = 'tiny/llama';
const TINY_CONTEXT = 512;
const hubUrl = new URL('/hub', location.href).href;

beforeAll(async () => {
  const sources = { starterUrl: new URL('/starter', location.href).href, hubUrls: [hubUrl] };
  await createModelsClient(sources, createDeviceProbe(), createSiteStorage()).install(TINY, {
    device: 'auto',
  });
});

const question = (content: string) => ({ role: 'user' as const, content });

async function write(
  client: ChatClient,
  device: BrowserDevice,
  messages: ChatMessage[],
): Promise<ChatEvent[]> {
  const events: ChatEvent[] = [];
  const request = { model: TINY, device, messages, maxTokens: 10, temperature: 0 };
  for await (const event of client.generate(request, new AbortController().signal))
    events.push(event);
  return events;
}
const tokensOf = (events: ChatEvent[]) =>
  events.flatMap((event) => (event.type === 'text-delta' ? event.tokens : []));
const deviceOf = (events: ChatEvent[]) => events.find((event) => event.type === 'load-end')?.device;

/**
 * More than 48 tokens: the fault of attention on software adapters shows only with long prompts.
 */
const TIDES =
  'The tide is the rise and fall of the sea, twice a day, drawn by the moon and the sun. Why?';
/** More than is read in one piece. */
const MORE = [
  question(TIDES),
  { role: 'assistant' as const, content: 'Gravity.' },
  question(`${TIDES} And how high does it get in a narrow bay?`),
];

const shared = createChatClient();
testChatEngine('The chat worker on wasm', async () => ({
  engine: shared,
  model: TINY,
  contextLength: TINY_CONTEXT,
}));

it('writes the same tokens on WebGPU as on wasm: first turn, next turn, regenerated', async () => {
  const [gpu, processor] = [createChatClient(), createChatClient()];
  for (const messages of [[question(TIDES)], MORE]) {
    const onGpu = await write(gpu, 'webgpu', messages);
    const onProcessor = await write(processor, 'wasm', messages);
    expect([deviceOf(onGpu), deviceOf(onProcessor)]).toEqual(['webgpu', 'wasm']);
    expect(tokensOf(onGpu)).toHaveLength(10);
    expect(tokensOf(onGpu)).toEqual(tokensOf(onProcessor));
  }
  const [continued, fresh] = [await write(processor, 'wasm', MORE), createChatClient()];
  expect(tokensOf(await write(fresh, 'wasm', MORE))).toEqual(tokensOf(continued));
  for (const client of [gpu, processor, fresh]) client.unload();
});

it('would write other tokens on this GPU without the self-test', async () => {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('This browser offers no WebGPU adapter.');
  const verdicts = createGpuVerdictStore();
  const verdict = await findGpuVerdict(describeAdapter(adapter));
  expect(verdict.result).toBe('right-without-subgroups');
  const [trusting, processor] = [createChatClient(), createChatClient()];
  const messages = [question(TIDES)];
  try {
    await verdicts.put({ ...verdict, result: 'right' });
    expect(tokensOf(await write(trusting, 'webgpu', messages))).not.toEqual(
      tokensOf(await write(processor, 'wasm', messages)),
    );
    await verdicts.put({ ...verdict, result: 'wrong' });
    trusting.unload();
    expect(deviceOf(await write(trusting, 'webgpu', messages))).toBe('wasm');
  } finally {
    await verdicts.put(verdict);
    for (const client of [trusting, processor]) client.unload();
  }
});

it('runs on the processor if the only GPU is a software GPU', async () => {
  const client = createChatClient();
  await client.load({ model: TINY }, new AbortController().signal);
  expect(client.resident.getState()).toMatchObject({ model: TINY, device: 'wasm', dtype: 'q4' });
  client.unload();
  expect(client.resident.getState()).toBeNull();
});
