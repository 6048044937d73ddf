import { readAhead } from '../../src/comlink/read-ahead.ts';
import type { ChatEngine } from '../../src/engine/chat/chat-engine.ts';
import { openGgufModels } from './gguf/gguf-models.ts';
import { exposeInProcess, readProcessSettings } from './expose-in-process.ts';
import { createGgufChatEngine } from './gguf/gguf-chat-engine.ts';
import { sayInProcess } from './say-in-process.ts';
import { openLlama } from './gguf/llama-cpp.ts';

/** The next token is drawn while the ones before are on their way. */
const TOKENS_AHEAD = 16;

const engine = createGgufChatEngine({
  openLlama,
  find: openGgufModels(readProcessSettings().folders).findChat,
  log: sayInProcess,
});

exposeInProcess<ChatEngine>({
  load: (choice, signal) => engine.load(choice, signal),
  async *generate(request, signal) {
    yield* readAhead(engine.generate(request, signal), TOKENS_AHEAD);
  },
});
