import { copyFile, link, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGgufLanguageModel } from '../../server/engines/gguf/gguf-language-model.ts';
import { hasLlamaCpp, LLAMA_COMMAND, openLlama } from '../../server/engines/gguf/llama-cpp.ts';
import { compareAnswers } from '../answers/answer-rows.ts';
import { startAnswerTime, takeTurns, type AnswerSide } from '../answers/answer-side.ts';
import { askServer, type Question } from '../answers/ask-server.ts';
import { startWholeServer } from '../answers/start-server.ts';
import type { BenchRow } from '../bench.ts';

const MODEL = 'bench/model';
const ROUNDS = 5;
const TOKENS = 64;

const ask = (round: number): Question => ({
  ...{ model: MODEL, maxTokens: TOKENS, temperature: 0 },
  messages: [{ role: 'user', content: `${round}. Tell me a long story about the sea.` }],
});

/** Why there are no rows of a real model; empty if there are. */
export function whyNoLlama(gguf: string | undefined): string {
  if (gguf === undefined)
    return ' No real model was asked: --gguf PATH names one in GGUF for node-llama-cpp.';
  return hasLlamaCpp()
    ? ''
    : ` No real model was asked: node-llama-cpp is missing (${LLAMA_COMMAND}).`;
}

/** The server's chat over a model in GGUF, against node-llama-cpp called directly. */
export async function measureLlama(gguf: string): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'triptych-bench-'));
  const file = join(folder, MODEL, 'model.gguf');
  await mkdir(join(folder, MODEL), { recursive: true });
  await link(gguf, file).catch(() => copyFile(gguf, file));
  const server = await startWholeServer({ TRIPTYCH_MODELS: folder });
  const direct = await openDirect(file);
  try {
    const times = await takeTurns(
      { ours: { ask: (round) => askServer(server.url, ask(round)) }, direct },
      ROUNDS,
    );
    return compareAnswers('model in GGUF', times.ours, times.direct, 'node-llama-cpp');
  } finally {
    await direct.close();
    await server.stop();
    await rm(folder, { recursive: true });
  }
}

/** The same tokens, read and drawn by nothing but node-llama-cpp. */
async function openDirect(modelPath: string): Promise<AnswerSide & { close(): Promise<void> }> {
  const signal = new AbortController().signal;
  const llama = await openLlama();
  const gpuLayers = { fitContext: { contextSize: 4096 } };
  const model = await llama.loadModel({ modelPath, gpuLayers, loadSignal: signal });
  const context = await model.createContext({
    ...{ sequences: 4, contextSize: { max: 32_768 }, createSignal: signal },
  });
  const languageModel = await createGgufLanguageModel(model, modelPath);
  const sequence = context.getSequence();
  return {
    async ask(round) {
      await sequence.clearHistory();
      const prompt = languageModel.encodePrompt(ask(round).messages).tokens;
      const time = startAnswerTime();
      let tokens = 0;
      const options = { temperature: 0, topK: 0, topP: 1, minP: 0 };
      for await (const token of sequence.evaluate(prompt, options)) {
        model.detokenize([token]);
        time.tick();
        if (++tokens === TOKENS) break;
      }
      return time.end(tokens);
    },
    close: () => model.dispose(),
  };
}
