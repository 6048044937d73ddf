import { z } from 'zod';
import type { Vocabulary } from '../language-model.ts';

/** The parts of a `tokenizer.json` that are read. */
const tokenizerFileSchema = z.looseObject({
  decoder: z.unknown(),
  added_tokens: z
    .array(z.looseObject({ id: z.number(), content: z.string(), special: z.boolean().optional() }))
    .optional(),
});

/** The vocabulary is an object of ids, or for Unigram models a list of tokens with scores. */
const vocabularySchema = z.looseObject({
  model: z.looseObject({
    vocab: z.union([z.record(z.string(), z.number()), z.array(z.tuple([z.string(), z.number()]))]),
  }),
});

/**
 * The vocabulary of a `tokenizer.json`. `tokens`: by default the file's own. Special tokens, which
 * have no text, are empty.
 */
export function readVocabularyFile(
  file: unknown,
  tokens?: Iterable<readonly [token: string, id: number]>,
): Vocabulary {
  const { decoder, added_tokens: added = [] } = tokenizerFileSchema.parse(file);
  const listed: string[] = [];
  for (const [token, id] of tokens ?? readTokens(file)) listed[id] = token;
  for (const { id, content, special } of added) listed[id] = special ? '' : content;
  return { kind: readKind(decoder), tokens: Array.from(listed, (token) => token ?? '') };
}

function readTokens(file: unknown): (readonly [token: string, id: number])[] {
  const { vocab } = vocabularySchema.parse(file).model;
  return Array.isArray(vocab) ? vocab.map(([token], id) => [token, id]) : Object.entries(vocab);
}

function readKind(decoder: unknown): Vocabulary['kind'] {
  const text = JSON.stringify(decoder ?? null);
  if (text.includes('"ByteLevel"')) return 'byte_level';
  return text.includes('"ByteFallback"') ? 'byte_fallback' : 'raw';
}
