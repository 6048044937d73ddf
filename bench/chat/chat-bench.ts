import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readModelFolders } from '../../server/model-folders.ts';
import { medianOf, type Bench, type BenchRow } from '../bench.ts';
import type { ChatRunner, ModelSetup } from './chat-runner.ts';
import { openStudioRunner } from './studio-runner.ts';
import { MAX_TOKENS, ROUNDS, takeTurns, type Measured } from './take-turns.ts';
import { openTransformersRunner } from './transformers-runner.ts';
import { openWllamaRunner } from './wllama-runner.ts';

const PROCESSOR: ModelSetup = {
  model: 'triptych/SmolLM2-135M-Instruct-ONNX',
  device: 'wasm',
  dtype: 'q4',
};
const SOFTWARE_GPU: ModelSetup = { model: 'triptych/guide', device: 'webgpu', dtype: 'q8' };

/** `ggufPath`: the processor's model for llama.cpp; without it wllama is left out. */
export function createChatBench(ggufPath: string | undefined): Bench {
  const wllama = ggufPath
    ? 'wllama has the same weights as GGUF'
    : 'wllama is left out, since no GGUF of the model was given (`--gguf PATH`)';
  return {
    about: `Processor: SmolLM2-135M-Instruct, the same q4 file (MatMulNBits) on both sides; ${wllama}. WebGPU: the built-in guide, 5.5 million parameters, on SwiftShader, which is a GPU in software: it shows what is lost on the way to the device, not how fast a GPU is. Headless Chromium, greedy, ${MAX_TOKENS} tokens, after a short question to warm up; medians of ${ROUNDS} rounds. The conversation is about a text of 720 tokens; each side keeps what it has read in the way of its documentation (transformers.js: one \`DynamicCache\` for all turns).`,
    run: async () => [...(await measureOnProcessor(ggufPath)), ...(await measureOnSoftwareGpu())],
  };
}

/** Throws where the weights are absent. */
async function measureOnProcessor(ggufPath: string | undefined): Promise<BenchRow[]> {
  const folders = readModelFolders(process.env);
  if (!folders.some((folder) => existsSync(join(folder, PROCESSOR.model))))
    throw new Error(`The bench needs ${PROCESSOR.model} in a folder of TRIPTYCH_MODELS.`);
  const sides = [
    () => openStudioRunner(folders, PROCESSOR),
    () => openTransformersRunner(PROCESSOR, { isBuiltIn: false }),
    ...(ggufPath ? [() => openWllamaRunner(ggufPath)] : []),
  ];
  return withRunners(sides, async (runners) => {
    const [ours, ...peers] = await takeTurns(runners, { converses: true });
    if (!ours) return [];
    const rows = peers.flatMap((peer) => [
      ...compareAnswers(ours, peer),
      ...compareTurns(ours, peer),
    ]);
    return [...rows, compareWithReadingAnew(ours)];
  });
}

async function measureOnSoftwareGpu(): Promise<BenchRow[]> {
  const sides = [
    () => openStudioRunner([], SOFTWARE_GPU),
    () => openTransformersRunner(SOFTWARE_GPU, { isBuiltIn: true }),
  ];
  return withRunners(sides, async (runners) => {
    const [ours, peer] = await takeTurns(runners, { converses: false });
    return ours && peer ? compareAnswers(ours, peer, ', software GPU') : [];
  });
}

async function withRunners(
  sides: readonly (() => Promise<ChatRunner>)[],
  measure: (runners: readonly ChatRunner[]) => Promise<BenchRow[]>,
): Promise<BenchRow[]> {
  const runners: ChatRunner[] = [];
  try {
    for (const open of sides) runners.push(await open());
    return await measure(runners);
  } finally {
    await Promise.all(runners.map((runner) => runner.close()));
  }
}

function compareAnswers(ours: Measured, peer: Measured, where = ''): BenchRow[] {
  const peerName = peer.runner.name;
  const row = (what: string, unit: string, read: (side: Measured) => number[]): BenchRow => ({
    what: what + where,
    unit,
    peerName,
    ours: medianOf(read(ours)),
    peer: medianOf(read(peer)),
  });
  const words = {
    ours: ours.answers.map(({ text }) => splitWords(text)),
    peer: peer.answers.map(({ text }) => splitWords(text)),
  };
  return [
    row('tokens per second', 'tokens/s', ({ answers }) =>
      answers.map(({ tokensPerSecond }) => tokensPerSecond),
    ),
    row('wait for the first token', 'ms', ({ answers }) =>
      answers.map(({ firstTokenMs }) => firstTokenMs),
    ),
    row('load of the stored model', 'ms', ({ loadMs }) => loadMs),
    row('load of the stored model and first token', 'ms', ({ firstWordMs }) => firstWordMs),
    {
      what: `words that agree, of those written${where}`,
      unit: 'words',
      peerName,
      ours: sum(words.ours.map((list, round) => countAgreeing(list, words.peer[round] ?? []))),
      peer: sum(words.peer.map(({ length }) => length)),
    },
  ];
}

function compareTurns(ours: Measured, peer: Measured): BenchRow[] {
  return [1, 2, 5].map((turn) => {
    const read = ({ turnsMs }: Measured) =>
      medianOf(turnsMs.map((waits) => waits[turn - 1] ?? Number.NaN));
    const what = `long conversation, wait in turn ${turn}`;
    return { what, unit: 'ms', peerName: peer.runner.name, ours: read(ours), peer: read(peer) };
  });
}

function compareWithReadingAnew({ turnsMs, readingAnewMs }: Measured): BenchRow {
  return {
    what: 'long conversation, wait in turn 2',
    unit: 'ms',
    peerName: 'Triptych, with nothing kept',
    ours: medianOf(turnsMs.map((waits) => waits[1] ?? Number.NaN)),
    peer: medianOf(readingAnewMs),
  };
}

const splitWords = (text: string) => text.trim().split(/\s+/);
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

function countAgreeing(a: readonly string[], b: readonly string[]): number {
  const first = a.findIndex((word, i) => word !== b[i]);
  return first < 0 ? Math.min(a.length, b.length) : first;
}
