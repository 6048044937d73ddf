import { describe, expect, it } from 'vitest';
import {
  filesOfFolder,
  NO_REFERENCE,
  readReferenceJson,
  REFERENCE,
} from '../../../../e2e/fixtures/reference-models.ts';
import type { ModelFiles } from '../../models/model-files.ts';
import { loadTokenizer } from './load-tokenizer.ts';
import { padTokens } from './prompt-chunks.ts';

interface Case {
  text: string;
  ids: number[];
  ids_tokenizer_2: number[];
  all_ids: number[];
}

const noFiles: ModelFiles = { paths: new Set(), read: () => Promise.reject(new Error('no files')) };

describe.skipIf(!REFERENCE)(
  `CLIP's tokenizer matches the reference${REFERENCE ? '' : `: ${NO_REFERENCE}`}`,
  () => {
    const cases = REFERENCE ? readReferenceJson<Case[]>('goldens/tokenizer.json') : [];

    it.each([
      ['vocab.json and merges.txt', 'tiny-sd', 'tokenizer'],
      ['tokenizer.json', '', 'tokenizer'],
      ['a folder without a vocabulary', 'tiny-lcm', 'tokenizer'],
    ])('from %s', async (_, model, folder) => {
      const tokenizer = await loadTokenizer(await filesOfFolder(model), folder);
      for (const { text, ids, all_ids } of cases) {
        expect(tokenizer.encode(text), text).toEqual(all_ids);
        expect(padTokens(tokenizer, tokenizer.encode(text)), text).toEqual(ids);
      }
    });

    it('pads with another token, which then counts as special in a text', async () => {
      const tokenizer = await loadTokenizer(await filesOfFolder('tiny-sdxl'), 'tokenizer_2');
      for (const { text, ids_tokenizer_2 } of cases)
        expect(padTokens(tokenizer, tokenizer.encode(text)), text).toEqual(ids_tokenizer_2);
    });
  },
);

describe.skipIf(!REFERENCE)(
  `Qwen's tokenizer matches the reference${REFERENCE ? '' : `: ${NO_REFERENCE}`}`,
  () => {
    it('writes the prompt as one turn of a conversation', async () => {
      const tokenizer = await loadTokenizer(await filesOfFolder('tiny-flow'), 'tokenizer');
      for (const { text, ids } of readReferenceJson<Case[]>('goldens/tokenizer-flow.json'))
        expect(tokenizer.encode(text), text).toEqual(ids);
    });
  },
);

it('knows the vocabulary all CLIP models share', async () => {
  const tokenizer = await loadTokenizer(noFiles, 'tokenizer', { padToken: '!' });
  expect(tokenizer.encode('a photo of a cat')).toEqual([320, 1125, 539, 320, 2368]);
  expect(tokenizer).toMatchObject({
    startToken: 49406,
    endToken: 49407,
    padToken: 0,
    maxLength: 77,
  });
});

it('handles endless words in reasonable time', async () => {
  const tokenizer = await loadTokenizer(noFiles, 'tokenizer');
  expect(tokenizer.encode('x'.repeat(10_000)).length).toBeGreaterThan(100);
});
