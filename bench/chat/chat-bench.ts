import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readModelFolders } from '../../server/model-folders.ts';
import type { ChatMessage } from '../../src/engine/chat/chat-engine.ts';
import { medianOf, type Bench, type BenchRow } from '../bench.ts';
import type { Answer, ChatRunner } from './chat-runner.ts';
import { openStudioRunner } from './studio-runner.ts';
import { openTransformersRunner } from './transformers-runner.ts';

const MODEL = 'triptych/SmolLM2-135M-Instruct-ONNX';
const ROUNDS = 3;
const MAX_TOKENS = 24;
/** As many as the studio takes (workers/browser-host.ts). */
const MOST_THREADS = 4;

/** The first words differ, so that no side answers from what it remembers of the round before. */
const promptOf = (round: number): ChatMessage[] => [
  { role: 'system', content: `${['One', 'Two', 'Three', 'Four'][round]}: you are a helpful assistant.` },
  { role: 'user', content: 'Why is the sky blue, and why is it red in the evening? Answer in a few sentences.' },
];

export const chatBench: Bench = {
  about: `SmolLM2-135M-Instruct on the processor in headless Chromium, the same q4 file (MatMulNBits), greedy, ${MAX_TOKENS} tokens, median of ${ROUNDS} rounds.`,
  run: measureOnProcessor,
};

interface Measured {
  runner: ChatRunner;
  loadMs: number[];
  answers: Answer[];
}

/** Ours against each peer, on wasm with the same number of threads. Throws where the weights are absent. */
async function measureOnProcessor(): Promise<BenchRow[]> {
  const folders = readModelFolders(process.env);
  if (!folders.some((folder) => existsSync(join(folder, MODEL))))
    throw new Error(`The bench needs ${MODEL} in a folder of TRIPTYCH_MODELS.`);
  const threads = Math.min(MOST_THREADS, availableParallelism());
  const runners: ChatRunner[] = [];
  try {
    runners.push(await openStudioRunner(folders, MODEL));
    runners.push(await openTransformersRunner(MODEL, threads));
    const [ours, ...peers] = await takeTurns(runners);
    return ours ? peers.flatMap((peer) => compare(ours, peer)) : [];
  } finally {
    await Promise.all(runners.map((runner) => runner.close()));
  }
}

async function takeTurns(runners: readonly ChatRunner[]): Promise<Measured[]> {
  const measured = runners.map((runner): Measured => ({ runner, loadMs: [], answers: [] }));
  // The first load of each fills its cache.
  for (const { runner } of measured) await runner.load();
  for (let round = 0; round < ROUNDS; round++) {
    for (const { runner, loadMs, answers } of measured) {
      loadMs.push(await runner.load());
      const answer = await runner.ask(promptOf(round), MAX_TOKENS);
      answers.push(answer);
      process.stderr.write(`round ${round + 1}: ${runner.name}, ${answer.tokensPerSecond.toFixed(1)} tokens/s\n`);
    }
  }
  return measured;
}

function compare(ours: Measured, peer: Measured): BenchRow[] {
  const peerName = peer.runner.name;
  const row = (what: string, unit: string, read: (side: Measured) => number): BenchRow => ({
    what,
    unit,
    peerName,
    ours: read(ours),
    peer: read(peer),
  });
  const agreement = ours.answers.map(({ tokens }, round) => countAgreeing(tokens, peer.answers[round]?.tokens ?? []));
  const shared = agreement.reduce((sum, count) => sum + count, 0);
  return [
    row('tokens per second', 'tokens/s', ({ answers }) => medianOf(answers.map((answer) => answer.tokensPerSecond))),
    row('wait for the first token', 'ms', ({ answers }) => medianOf(answers.map((answer) => answer.firstTokenMs))),
    row('load of the stored model', 'ms', ({ loadMs }) => medianOf(loadMs)),
    {
      what: 'tokens that agree, of those written',
      unit: 'tokens',
      peerName,
      ours: shared,
      peer: peer.answers.reduce((sum, { tokens }) => sum + tokens.length, 0),
    },
  ];
}

function countAgreeing(a: readonly number[], b: readonly number[]): number {
  const first = a.findIndex((token, i) => token !== b[i]);
  return first < 0 ? Math.min(a.length, b.length) : first;
}
