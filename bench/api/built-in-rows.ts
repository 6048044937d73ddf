import { resolve } from 'node:path';
import { loadOnProcessor } from '../../server/engines/on-processor.ts';
import { createNodeHost } from '../../server/node-host.ts';
import { createLanguageModelChatEngine } from '../../src/engine/chat/language-model-chat-engine.ts';
import { compareAnswers } from '../answers/answer-rows.ts';
import { takeTurns } from '../answers/answer-side.ts';
import { askEngine } from '../answers/ask-engine.ts';
import { askServer } from '../answers/ask-server.ts';
import { startWholeServer } from '../answers/start-server.ts';
import type { BenchRow } from '../bench.ts';
import { askBuiltIn } from './built-in-question.ts';

const ROUNDS = 7;

/** The built-in chat model by the server, against the same engine called in one process. */
export async function measureBuiltIn(): Promise<BenchRow[]> {
  const server = await startWholeServer({});
  const host = createNodeHost({ folders: [], starterFolder: resolve('public/starter') });
  const engine = createLanguageModelChatEngine(host, loadOnProcessor);
  const ask = (round: number) => ({ ...askBuiltIn(round), temperature: 0 });
  try {
    const times = await takeTurns(
      {
        ours: { ask: (round) => askServer(server.url, ask(round)) },
        direct: { ask: (round) => askEngine(engine, ask(round)) },
      },
      ROUNDS,
    );
    const peerName = 'the engine called directly';
    return compareAnswers('server, the built-in model', times.ours, times.direct, peerName);
  } finally {
    await server.stop();
  }
}
