import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTinyLlama } from '../../../src/engine/chat/gguf/tiny-llama.fixture.ts';
import type { EmbeddingEngine } from '../../../src/engine/embeddings/embedding-engine.ts';
import { likenessOf, scaleToUnit } from '../../../src/engine/embeddings/pool-mean.ts';
import { openGgufFolder, type GgufFolder } from './gguf-folder.fixture.ts';
import { createGgufEmbeddingEngine } from './gguf-embedding-engine.ts';
import { openGgufModels } from './gguf-models.ts';
import { hasLlamaCpp, openLlama } from './llama-cpp.ts';

const never = new AbortController().signal;
/** Numbers of `llama_pooling_type`. */
const [MEAN, LAST] = [1, 3];

describe.skipIf(!hasLlamaCpp())('vectors by llama.cpp', { timeout: 120_000 }, () => {
  let models: GgufFolder;
  let engine: EmbeddingEngine;
  const said: string[] = [];
  beforeAll(async () => {
    models = await openGgufFolder();
    const pooled = (type: number) => writeTinyLlama(7, { 'llama.pooling_type': type });
    await models.write('tiny/mean/model.gguf', pooled(MEAN));
    await models.write('tiny/last/model.gguf', pooled(LAST));
    await models.write('tiny/chat/model.gguf', writeTinyLlama());
    const { find } = openGgufModels([models.folder]);
    engine = createGgufEmbeddingEngine({ openLlama, find, log: (text) => void said.push(text) });
  });
  afterAll(() => models.remove());

  const embed = (model: string, ...texts: string[]) => engine.embed({ model, texts }, never);
  const embedOne = async (model: string, text: string) =>
    (await embed(model, text)).vectors[0] ?? new Float32Array();

  it('makes a vector of length 1 for each text, and counts what it has read', async () => {
    const { vectors, tokens } = await embed('tiny/mean', 'abc', 'abcdefgh');
    expect(vectors.map(({ length }) => length)).toEqual([32, 32]);
    for (const vector of vectors) expect(likenessOf(vector, vector)).toBeCloseTo(1, 5);
    expect(tokens).toBe(11);
    expect(said.at(-1)).toMatch(/^tiny\/mean: .+, texts of 1024 tokens\.$/);
  });

  it('takes all states of a text, or the last, as the header says', async () => {
    // A state hears only what is before it, and all are of one length behind the last norm.
    const text = 'sea';
    const sum = new Float64Array(32);
    for (let end = 1; end <= text.length; end++) {
      const last = await embedOne('tiny/last', text.slice(0, end));
      for (const [at, value] of last.entries()) sum[at] = (sum[at] ?? 0) + value;
    }
    const mean = await embedOne('tiny/mean', text);
    expect(likenessOf(mean, scaleToUnit(sum))).toBeCloseTo(1, 4);
    expect(likenessOf(mean, await embedOne('tiny/last', text))).toBeLessThan(0.999);
  });

  it('averages the states of a model that chats', async () => {
    const [mean, chat] = [await embedOne('tiny/mean', 'sea'), await embedOne('tiny/chat', 'sea')];
    expect(likenessOf(mean, chat)).toBeCloseTo(1, 5);
  });

  it('gives a text the same vector whatever it comes with', async () => {
    const alone = await embedOne('tiny/mean', 'a fox');
    const { vectors } = await embed('tiny/mean', 'x'.repeat(300), 'a fox');
    expect(likenessOf(vectors[1] ?? new Float32Array(), alone)).toBeCloseTo(1, 5);
  });

  it.each(['tiny/mean', 'tiny/last'])('cuts what is longer than %s reads', async (model) => {
    const { vectors, tokens } = await embed(model, 'ab'.repeat(512), 'ab'.repeat(900));
    expect(tokens).toBe(2 * 1024);
    const [whole = new Float32Array(), cut = new Float32Array()] = vectors;
    expect(likenessOf(whole, cut)).toBeCloseTo(1, 5);
  });

  it('names what is not there, and stops when it is told to', async () => {
    await expect(embed('no/such', 'a')).rejects.toMatchObject({ code: 'model_not_installed' });
    const stopped = engine.embed({ model: 'tiny/mean', texts: ['a'] }, AbortSignal.abort());
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
  });
});
