import type { ChatEngine } from '../src/engine/chat/chat-engine.ts';
import { createChatEngineByModel } from '../src/engine/chat/chat-engine-by-model.ts';
import { createGuideChatEngine } from '../src/engine/chat/guide/guide-chat-engine.ts';
import { createLanguageModelChatEngine } from '../src/engine/chat/language-model-chat-engine.ts';
import { loadTransformersModel } from '../src/engine/chat/decode/transformers-model.ts';
import { createGgufChatEngine } from '../src/engine/chat/gguf/gguf-chat-engine.ts';
import { createWllamaLoader } from '../src/engine/chat/gguf/wllama-model.ts';
import { createMlcChatEngine } from '../src/engine/chat/mlc/mlc-chat-engine.ts';
import type { DevicePreference } from '../src/engine/device.ts';
import { CATALOG } from '../src/engine/models/catalog.ts';
import { chooseLoadDevice } from '../src/engine/models/load/choose-build.ts';
import { createBrowserHost } from './browser-host.ts';
import { readDeviceFacts } from './device-facts.ts';
import { exposeEngine } from '../src/comlink/expose-engine.ts';
import { readAhead } from '../src/comlink/read-ahead.ts';
import { holdLifeLock } from './life-lock.ts';
import { openWllamaFiles } from './wllama-files.ts';

/** The engine, and a head start for what it runs on. */
export interface ChatWorker extends ChatEngine {
  /** Starts the runtime while the model's files are still on their way. */
  prepare(model: string, preference: DevicePreference): Promise<void>;
}

/** A page may be busy for the time of some frames. */
const TOKENS_AHEAD = 16;

const host = createBrowserHost();
const engine = host.then((ready) =>
  createGuideChatEngine(
    createChatEngineByModel(ready, {
      transformers: () => createLanguageModelChatEngine(ready, loadTransformersModel),
      'web-llm': () => createMlcChatEngine(ready),
      'llama-cpp': () => createGgufChatEngine(ready, createWllamaLoader(openWllamaFiles())),
    }),
    () => readDeviceFacts(ready.device),
    { readVectors },
  ),
);

/** Part of the app, as the guide's texts are: the service worker keeps it. Throws what fetch does. */
async function readVectors(): Promise<ArrayBuffer> {
  const url = new URL('../src/engine/chat/guide/word-vectors.bin', import.meta.url);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.href} answered ${response.status}.`);
  return response.arrayBuffer();
}

exposeEngine<ChatWorker>(
  {
    async prepare(model, preference) {
      const ready = await host;
      const origin = CATALOG.find(({ id }) => id === model)?.origin ?? 'hub';
      const device = await chooseLoadDevice(ready, origin, preference);
      const started = device && ready.startOrt(device);
      (await engine).prepare();
      await started;
    },
    load: async (choice, signal) => (await engine).load(choice, signal),
    async *generate(request, signal) {
      yield* readAhead((await engine).generate(request, signal), TOKENS_AHEAD);
    },
  },
  holdLifeLock(),
);
