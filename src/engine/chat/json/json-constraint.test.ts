import { describe, expect, it } from 'vitest';
import type { Vocabulary } from '../language-model.ts';
import { compileSchema } from './compile-schema.ts';
import { HELD_SCHEMAS } from './held-schemas.fixture.ts';
import { createTokenConstrainer } from './json-constraint.ts';
import { createRandom } from '../../random.fixture.ts';
import type { SchemaObject } from './schema-document.ts';
import { createJudge } from '../../../../e2e/fixtures/json-judge.ts';

const END = 0;
const SPECIAL = 1;

const WORDS = [
  ...'{ } [ ] {" "} ": ": " ", " , ": [ "]} }} ", true false null -0 00 12 0.5 e+ the and ing \\" \\n \\u abc ab a"b x@x'.split(
    ' ',
  ),
  ...['", "', '": ', ', ', ' and', '  ', '\n', 'é', '中文', '😀', 'שלום', 'name', '"a', 'a": 1'],
];

/** Bytes, words, and pieces of characters; the end and a special token have no text. */
const vocabulary: Vocabulary = {
  kind: 'byte_fallback',
  tokens: [
    '',
    '',
    ...Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).padStart(2, '0')}>`),
    ...WORDS,
  ],
};
const FIRST_BYTE = 2;
const FIRST_WORD = FIRST_BYTE + 256;

const constrain = createTokenConstrainer(() => vocabulary, new Set([END]));

function toBytes(token: number): Uint8Array {
  const isByte = token < FIRST_WORD;
  return isByte
    ? Uint8Array.of(token - FIRST_BYTE)
    : new TextEncoder().encode(WORDS[token - FIRST_WORD]);
}

/** The text of a model that draws its tokens at random, cut after so many. */
function write(schema: SchemaObject, maxTokens: number, random: () => number): string {
  const constraint = constrain(compileSchema(schema));
  const bytes: number[] = [];
  for (let count = 0; count < maxTokens; count++) {
    const logits = Float32Array.from(vocabulary.tokens, random);
    expect(constraint.apply(logits)).toBe(true);
    const token = logits.indexOf(logits.reduce((a, b) => Math.max(a, b)));
    expect(token).not.toBe(SPECIAL);
    if (token === END) break;
    constraint.accept(token);
    bytes.push(...toBytes(token));
  }
  return decodeWhole(bytes) + constraint.writeEnding();
}

/** Half a character at the end is left out, as a detokenizer does. */
function decodeWhole(bytes: readonly number[]): string {
  return new TextDecoder().decode(Uint8Array.from(bytes), { stream: true });
}

describe('a model that draws tokens at random', { timeout: 30_000 }, () => {
  const schemas = Object.entries(HELD_SCHEMAS).flatMap(([name, list]) =>
    list.map((schema) => ({ name, schema })),
  );
  it.each(schemas)('writes fitting text, wherever it is cut: $name $schema', ({ schema }) => {
    const judge = createJudge(schema);
    const random = createRandom(11);
    for (const maxTokens of [0, 1, 2, 3, 5, 8, 13, 21, 34, 200]) {
      const text = write(schema, maxTokens, random);
      expect(judge(text), text).toBe('');
    }
  });
});

describe('a constraint', () => {
  it('offers a token that starts inside a string and ends after it', () => {
    const constraint = constrain(
      compileSchema({ type: 'object', properties: { a: { const: 1 } }, required: ['a'] }),
    );
    for (const word of ['{"', 'a": 1']) constraint.accept(FIRST_WORD + WORDS.indexOf(word));
    expect(constraint.writeEnding()).toBe('}');
  });

  it('takes half a character only if some character starting with it fits', () => {
    const allowed = (pattern: string) => {
      const constraint = constrain(compileSchema({ type: 'string', pattern }));
      constraint.accept(FIRST_BYTE + 0x22);
      const logits = new Float32Array(vocabulary.tokens.length);
      constraint.apply(logits);
      return (byte: number) => logits[FIRST_BYTE + byte] === 0;
    };
    expect(allowed('^é$')(0xc3)).toBe(true);
    expect(allowed('^é$')(0xd7)).toBe(false);
    expect(allowed('^a$')(0xc3)).toBe(false);
  });

  it('says when the vocabulary lacks a required token', () => {
    const letters = createTokenConstrainer(
      () => ({ kind: 'raw', tokens: ['', '"', 'a'] }),
      new Set([END]),
    );
    const constraint = letters(compileSchema({ enum: ['é'] }));
    constraint.accept(1);
    expect(constraint.apply(new Float32Array(3))).toBe(false);
    expect(constraint.writeEnding()).toBe('é"');
  });

  it('rejects what does not fit', () => {
    const constraint = constrain(compileSchema({ type: 'null' }));
    expect(() => constraint.accept(FIRST_BYTE + 0x22)).toThrow(
      expect.objectContaining({ code: 'internal' }),
    );
  });
});
