import { expect, it } from 'vitest';
import { readVocabularyFile } from './vocabulary-file.ts';

const added_tokens = [
  { id: 2, content: '<|end|>', special: true },
  { id: 3, content: '<note>', special: false },
];

it('reads tokens by id, special ones without text', () => {
  const file = {
    decoder: { type: 'ByteLevel' },
    added_tokens,
    model: { vocab: { a: 0, '\u0120b': 1 } },
  };
  expect(readVocabularyFile(file)).toEqual({
    kind: 'byte_level',
    tokens: ['a', '\u0120b', '', '<note>'],
  });
});

it('reads the token lists of Unigram models', () => {
  const decoder = { type: 'Sequence', decoders: [{ type: 'ByteFallback' }] };
  const file = { decoder, model: { vocab: [['<0x0A>', 0] as const, ['\u2581a', -1.5] as const] } };
  expect(readVocabularyFile(file)).toEqual({
    kind: 'byte_fallback',
    tokens: ['<0x0A>', '\u2581a'],
  });
});

it('accepts tokens known from elsewhere', () => {
  const known = new Map([['x', 1]]);
  expect(
    readVocabularyFile({ decoder: null, added_tokens, model: { vocab: null } }, known).tokens,
  ).toEqual(['', 'x', '', '<note>']);
});
