import { z } from 'zod';
import { EngineError } from '../../errors.ts';
import type { Vocabulary } from '../language-model.ts';

/** Larger than any vocabulary, and small enough to make a list of. */
const MAX_TOKENS = 2 ** 22;
const tokenId = z.int().nonnegative().lt(MAX_TOKENS);

/** The parts of a `tokenizer.json` that are read. */
const tokenizerFileSchema = z.looseObject({
  decoder: z.unknown(),
  added_tokens: z
    .array(z.looseObject({ id: tokenId, content: z.string(), special: z.boolean().optional() }))
    .optional(),
});

/** The vocabulary is an object of ids, or for Unigram models a list of tokens with scores. */
const vocabularySchema = z.looseObject({
  model: z.looseObject({
    vocab: z.union([z.record(z.string(), tokenId), z.array(z.tuple([z.string(), z.number()]))]),
  }),
});

/**
 * The vocabulary of a `tokenizer.json`. `tokens`: by default the file's own. Special tokens, which
 * have no text, are empty. Throws `weights_damaged` for a file that is not a tokenizer's.
 */
export function readVocabularyFile(
  file: unknown,
  tokens?: Iterable<readonly [token: string, id: number]>,
): Vocabulary {
  const { decoder, added_tokens: added = [] } = parse(tokenizerFileSchema, file);
  const listed: string[] = [];
  for (const [token, id] of tokens ?? readTokens(file)) listed[id] = token;
  for (const { id, content, special } of added) listed[id] = special ? '' : content;
  return { kind: readKind(decoder), tokens: Array.from(listed, (token) => token ?? '') };
}

function parse<T>(schema: z.ZodType<T>, file: unknown): T {
  const { data, error } = schema.safeParse(file);
  if (data !== undefined) return data;
  throw new EngineError('weights_damaged', 'its tokenizer.json is damaged.', { cause: error });
}

function readTokens(file: unknown): (readonly [token: string, id: number])[] {
  const { vocab } = parse(vocabularySchema, file).model;
  return Array.isArray(vocab) ? vocab.map(([token], id) => [token, id]) : Object.entries(vocab);
}

function readKind(decoder: unknown): Vocabulary['kind'] {
  const text = JSON.stringify(decoder ?? null);
  if (text.includes('"ByteLevel"')) return 'byte_level';
  return text.includes('"ByteFallback"') ? 'byte_fallback' : 'raw';
}
