import { expect, it } from 'vitest';
import { createComputeHost } from '../../../e2e/fixtures/compute-host.ts';
import { BUILT_IN_CHAT_MODEL, EMBEDDING_MODEL } from '../models/catalog.ts';
import goldens from './minilm-goldens.json' with { type: 'json' };
import { likenessOf } from './pool-mean.ts';
import { createEmbeddingEngine } from './sentence-embedding-engine.ts';
import { loadSentenceModel } from './sentence-model.ts';

const engine = createEmbeddingEngine(() => Promise.resolve(createComputeHost()));
const model = loadSentenceModel(createComputeHost(), EMBEDDING_MODEL);
const never = new AbortController().signal;
const embed = (...texts: string[]) => engine.embed({ model: EMBEDDING_MODEL, texts }, never);

it.each(goldens)('gives the reference’s tokens and vector for "$text"', async (golden) => {
  const { tokenize, embed: embedIds } = await model;
  expect(tokenize(golden.text)).toEqual(golden.ids);
  const vector = await embedIds(golden.ids);
  expect(vector).toHaveLength(384);
  expect(likenessOf(vector, vector)).toBeCloseTo(1, 5);
  // Numbers of 8 bits are rounded a little differently by each build of the runtime.
  expect(likenessOf(vector, Float32Array.from(golden.vector))).toBeGreaterThan(0.999);
});

it('puts texts of one meaning near each other, and counts what it has read', async () => {
  const { vectors, tokens } = await embed(
    'a ship on the ocean',
    'a boat at sea',
    'a bowl of noodle soup',
  );
  const [ship, boat, soup] = vectors as [Float32Array, Float32Array, Float32Array];
  expect(likenessOf(ship, boat)).toBeGreaterThan(0.6);
  expect(likenessOf(ship, soup)).toBeLessThan(0.3);
  expect(tokens).toBe(7 + 6 + 8);
});

it('a text has the same vector whatever it comes with', async () => {
  const [alone] = (await embed('a red fox')).vectors;
  const [, among] = (await embed('a lighthouse by the sea '.repeat(30), 'a red fox')).vectors;
  expect(among).toEqual(alone);
});

it('says that a model of another kind cannot do it, and stops when it is told to', async () => {
  await expect(
    engine.embed({ model: BUILT_IN_CHAT_MODEL, texts: ['a'] }, never),
  ).rejects.toMatchObject({ code: 'not_supported' });
  await expect(engine.embed({ model: 'no/such', texts: ['a'] }, never)).rejects.toMatchObject({
    code: 'model_not_installed',
  });
  await expect(
    engine.embed({ model: EMBEDDING_MODEL, texts: ['a'] }, AbortSignal.abort()),
  ).rejects.toMatchObject({ code: 'aborted' });
});
