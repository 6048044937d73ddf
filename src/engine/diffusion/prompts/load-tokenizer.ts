import { z } from 'zod';
import { EngineError } from '../../errors.ts';
import { readModelJson, type ModelFiles } from '../../models/model-files.ts';
import { createClipTokenizer } from './clip-tokenizer.ts';
import { createQwenTokenizer } from './qwen-tokenizer.ts';
import type { PromptTokenizer } from './tokenizer.ts';

/** A token, or the object that transformers writes for one; null for none. */
const tokenSchema = z
  .union([z.string(), z.looseObject({ content: z.string() })])
  .nullish()
  .transform((token) => (typeof token === 'object' ? token?.content : token));
const specialSchema = z.looseObject({
  bos_token: tokenSchema,
  eos_token: tokenSchema,
  unk_token: tokenSchema,
  pad_token: tokenSchema,
});
const configSchema = specialSchema.extend({
  tokenizer_class: z.string().default('CLIPTokenizer'),
  model_max_length: z.number().optional(),
  chat_template: z.string().optional(),
});
const vocabularySchema = z.record(z.string(), z.int());
const tokenizerSchema = z.looseObject({
  added_tokens: z.array(z.looseObject({ id: z.int(), content: z.string() })).default([]),
  model: z.looseObject({
    vocab: vocabularySchema,
    merges: z.array(z.union([z.string(), z.tuple([z.string(), z.string()])])),
  }),
});

/** What a tokenizer knows by heart. */
interface Lexicon {
  vocabulary: ReadonlyMap<string, number>;
  merges: readonly string[];
  addedTokens: ReadonlyMap<string, number>;
}

/** Defaults where the model's own files do not say. */
export interface TokenizerDefaults {
  padToken?: string | undefined;
  maxLength?: number | undefined;
}

/**
 * The tokenizer in a folder of the model: CLIP's or Qwen's kind. A folder without CLIP's
 * vocabulary, as of many exports, gets the one that all CLIP models share. Throws `not_supported`
 * for other kinds, `weights_damaged`.
 */
export async function loadTokenizer(
  files: ModelFiles,
  folder: string,
  defaults: TokenizerDefaults = {},
): Promise<PromptTokenizer> {
  const config =
    (await readModelJson(files, `${folder}/tokenizer_config.json`, configSchema)) ??
    configSchema.parse({});
  const map = await readModelJson(files, `${folder}/special_tokens_map.json`, specialSchema);
  const lexicon = await readLexicon(files, folder);
  const maxLength = Math.min(
    config.model_max_length ?? defaults.maxLength ?? CLIP_LENGTH,
    MAX_LENGTH,
  );
  const padToken = config.pad_token ?? map?.pad_token ?? defaults.padToken;
  if (lexicon && isOfQwen(config.tokenizer_class, lexicon)) {
    const endToken = config.eos_token ?? '<|im_end|>';
    const applyTemplate = await compileTemplate(files, folder, config.chat_template);
    return createQwenTokenizer({
      ...lexicon,
      endToken,
      padToken: padToken ?? endToken,
      maxLength,
      applyTemplate,
    });
  }
  if (/^CLIPTokenizer/.test(config.tokenizer_class)) {
    const endToken = config.eos_token ?? map?.eos_token ?? '<|endoftext|>';
    return createClipTokenizer({
      ...(lexicon ?? (await import('./standard-lexicon.ts')).readStandardLexicon()),
      startToken: config.bos_token ?? map?.bos_token ?? '<|startoftext|>',
      endToken,
      unknownToken: config.unk_token ?? map?.unk_token ?? endToken,
      padToken: padToken ?? endToken,
      maxLength,
    });
  }
  throw new EngineError(
    'not_supported',
    `${folder} is a ${config.tokenizer_class}, which this engine does not support.`,
  );
}

/** Exporters name the class differently, but its conversations are marked by the same tokens. */
function isOfQwen(tokenizerClass: string, { addedTokens }: Lexicon): boolean {
  return /^Qwen2Tokenizer/.test(tokenizerClass) || addedTokens.has('<|im_start|>');
}

const CLIP_LENGTH = 77;
/** Some configurations say 10^30 for "any". */
const MAX_LENGTH = 512;

async function readLexicon(files: ModelFiles, folder: string): Promise<Lexicon | undefined> {
  const whole = await readModelJson(files, `${folder}/tokenizer.json`, tokenizerSchema);
  if (whole)
    return {
      vocabulary: new Map(Object.entries(whole.model.vocab)),
      merges: whole.model.merges.map((merge) =>
        typeof merge === 'string' ? merge : merge.join(' '),
      ),
      addedTokens: new Map(whole.added_tokens.map(({ content, id }) => [content, id])),
    };
  const vocabulary = await readModelJson(files, `${folder}/vocab.json`, vocabularySchema);
  if (!vocabulary || !files.paths.has(`${folder}/merges.txt`)) return undefined;
  const merges = new TextDecoder().decode(await files.read(`${folder}/merges.txt`));
  return {
    vocabulary: new Map(Object.entries(vocabulary)),
    merges: listLines(merges),
    addedTokens: new Map(),
  };
}

function listLines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#version'));
}

/** The model's chat template; newer repositories keep it in a file of its own. */
async function compileTemplate(files: ModelFiles, folder: string, inConfig: string | undefined) {
  const path = `${folder}/chat_template.jinja`;
  const source = files.paths.has(path)
    ? new TextDecoder().decode(await files.read(path))
    : inConfig;
  if (!source) return (prompt: string) => prompt;
  const { BoundedTemplate } = await import('../../bounded-template.ts');
  const template = new BoundedTemplate(source);
  return (prompt: string) =>
    template.render({
      messages: [{ role: 'user', content: prompt }],
      add_generation_prompt: true,
      enable_thinking: true,
    });
}
