/** Newer chat models in their published forms, on small graphs. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  writeTinyGemma4,
  writeTinyLfm2,
  writeTinyLowBit,
  writeTinyQwen35,
} from '../../../../e2e/fixtures/tiny-chat-forms.ts';
import { createNodeHost } from '../../../../server/node-host.ts';
import type { ComputeHost } from '../../host.ts';
import { isForTask } from '../../models/manifest.ts';
import type { LanguageModel } from '../language-model.ts';
import { loadTransformersModel } from './transformers-model.ts';

let folder: string;
let host: ComputeHost;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forms-'));
  host = createNodeHost({ folders: [folder], starterFolder: folder });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function load(id: string): Promise<LanguageModel> {
  const { manifest, dtypes: [dtype] = [] } = (await host.findModel(id)) ?? {};
  if (!dtype || !manifest || !isForTask(manifest, 'chat')) throw new Error(`${id} is not a chat`);
  return loadTransformersModel(host, manifest, 'cpu', dtype);
}

/** The logits after the last token, with the tokens read in these pieces. */
async function read(model: LanguageModel, pieces: readonly (readonly number[])[]) {
  const session = model.startSession();
  let last: Float32Array | undefined;
  for (const tokens of pieces) [last] = await session.forward(tokens);
  await session.dispose();
  return Array.from(last ?? []);
}

describe.each([
  ['Qwen 3.5, whose positions have three parts', 'tiny/qwen3.5', writeTinyQwen35],
  ['Gemma 4, whose embeddings have a part for each layer', 'tiny/gemma-4', writeTinyGemma4],
  ['LFM2, with a layer that keeps no keys', 'tiny/lfm2', writeTinyLfm2],
  ['weights of two bits', 'tiny/two-bits', (path: string) => writeTinyLowBit(path, 2)],
  ['weights of one bit', 'tiny/one-bit', (path: string) => writeTinyLowBit(path, 1)],
])('the form of %s', (_, id, write) => {
  let model: LanguageModel;
  beforeAll(async () => {
    await write(join(folder, id));
    model = await load(id);
    // The first one loads the runtime, which can take longer than a hook may on a busy machine.
  }, 60_000);
  afterAll(() => model.dispose());

  it('reads the same in pieces as at once, and another text otherwise', async () => {
    const { tokens } = model.encodePrompt([{ role: 'user', content: 'What is a fox?' }]);
    const atOnce = await read(model, [tokens]);
    const inPieces = await read(model, [tokens.slice(0, 9), tokens.slice(9, 10), tokens.slice(10)]);
    const distance = (other: readonly number[]) =>
      Math.max(...other.map((value, index) => Math.abs(value - (atOnce[index] ?? NaN))));
    expect(distance(inPieces)).toBeLessThan(1e-4);
    expect(distance(await read(model, [[...tokens].reverse()]))).toBeGreaterThan(0.1);
  });
});
