import { readFile } from 'node:fs/promises';
import { readAhead } from '../../src/comlink/read-ahead.ts';
import { createChatEngineByModel } from '../../src/engine/chat/chat-engine-by-model.ts';
import type { ChatEngine } from '../../src/engine/chat/chat-engine.ts';
import { createGuideChatEngine } from '../../src/engine/chat/guide/guide-chat-engine.ts';
import { createLanguageModelChatEngine } from '../../src/engine/chat/language-model-chat-engine.ts';
import { EngineError } from '../../src/engine/errors.ts';
import { createNodeHost } from '../node-host.ts';
import { exposeInProcess, readProcessSettings } from './expose-in-process.ts';
import { loadOnProcessor, nameProcessor, onProcessor } from './on-processor.ts';

/** The next token is drawn while the ones before are on their way. */
const TOKENS_AHEAD = 16;

const host = createNodeHost(readProcessSettings());
const engine = createGuideChatEngine(
  createChatEngineByModel(host, {
    transformers: () => createLanguageModelChatEngine(host, loadOnProcessor),
    'web-llm': () => {
      throw new EngineError(
        'not_supported',
        'This model is compiled for a GPU in a browser and does not run on a server. Choose an ONNX model.',
      );
    },
  }),
  // Whoever asks is at another device.
  async () => ({}),
  { isShared: true, readVectors },
);

async function readVectors(): Promise<ArrayBuffer> {
  const url = new URL('../../src/engine/chat/guide/word-vectors.bin', import.meta.url);
  const { buffer, byteOffset, byteLength } = await readFile(url);
  return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
}

exposeInProcess<ChatEngine>({
  load: async (choice, signal) => nameProcessor(await engine.load(choice, signal)),
  async *generate(request, signal) {
    yield* readAhead(onProcessor(engine.generate(request, signal)), TOKENS_AHEAD);
  },
});
