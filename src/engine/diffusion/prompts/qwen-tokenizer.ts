import { createWordEncoder, splitAtTokens } from './byte-pair-encoding.ts';
import type { PromptTokenizer } from './tokenizer.ts';

export interface QwenTokenizerFiles {
  vocabulary: ReadonlyMap<string, number>;
  merges: readonly string[];
  /** Tokens outside the vocabulary, such as `<|im_start|>`. */
  addedTokens: ReadonlyMap<string, number>;
  endToken: string;
  padToken: string;
  maxLength: number;
  /** Puts a prompt into the words of a conversation. */
  applyTemplate(prompt: string): string;
}

/** Pieces as Qwen 2 and 3 cut them; white space is Unicode's. */
const PIECES =
  /'(?:[sS]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\p{White_Space}\p{L}\p{N}]+[\r\n]*|\p{White_Space}*[\r\n]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/**
 * Qwen's tokenizer, to the id as transformers' Qwen2Tokenizer, with the prompt put as one turn of a
 * user.
 */
export function createQwenTokenizer(files: QwenTokenizerFiles): PromptTokenizer {
  const { vocabulary, merges, addedTokens, endToken, padToken, maxLength, applyTemplate } = files;
  const encodeWord = createWordEncoder({ vocabulary, merges, endOfWord: '' });
  const idOf = (token: string) => addedTokens.get(token) ?? vocabulary.get(token) ?? 0;
  function encodePart(part: string): readonly number[] {
    const added = addedTokens.get(part);
    if (added !== undefined) return [added];
    return (part.normalize('NFC').match(PIECES) ?? []).flatMap((piece) => encodeWord(piece));
  }
  return {
    encode: (prompt) =>
      splitAtTokens(applyTemplate(prompt), [...addedTokens.keys()]).flatMap(encodePart),
    startToken: idOf(endToken),
    endToken: idOf(endToken),
    padToken: idOf(padToken),
    maxLength,
  };
}
