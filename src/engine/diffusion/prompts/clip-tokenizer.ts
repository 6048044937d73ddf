import { createWordEncoder, splitAtTokens, type BytePairVocabulary } from './byte-pair-encoding.ts';
import type { PromptTokenizer } from './tokenizer.ts';

export interface ClipTokenizerFiles {
  vocabulary: ReadonlyMap<string, number>;
  merges: readonly string[];
  startToken: string;
  endToken: string;
  unknownToken: string;
  padToken: string;
  maxLength: number;
}

/** Words as CLIP's tokenizer finds them: each digit is a word of its own. */
const WORDS = /'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\p{White_Space}\p{L}\p{N}]+/gu;
/** Unicode's white space, which is not JavaScript's `\s`: U+0085 is in it and U+FEFF is not. */
const WHITE_SPACE = /\p{White_Space}+/gu;

/** CLIP's tokenizer, to the id as transformers' CLIPTokenizer. */
export function createClipTokenizer(files: ClipTokenizerFiles): PromptTokenizer {
  const { vocabulary, merges, startToken, endToken, unknownToken, padToken, maxLength } = files;
  const idOf = (token: string) => vocabulary.get(token) ?? 0;
  const words: BytePairVocabulary = {
    vocabulary,
    merges,
    endOfWord: '</w>',
    unknownToken: idOf(unknownToken),
  };
  const encodeWord = createWordEncoder(words);
  // Written in a prompt, these become the token; with SDXL's second tokenizer even "!", its
  // padding.
  const special = new Set([startToken, endToken, unknownToken, padToken]);
  const encodePart = (part: string) =>
    special.has(part)
      ? [idOf(part)]
      : (part.match(WORDS) ?? []).flatMap((word) => encodeWord(word));
  return {
    encode: (text) => splitAtTokens(normalize(text), [...special]).flatMap(encodePart),
    startToken: idOf(startToken),
    endToken: idOf(endToken),
    padToken: idOf(padToken),
    maxLength,
  };
}

function normalize(text: string): string {
  // Letter by letter: the reference does not know that a sigma looks different at the end of a
  // word.
  const lower = (character: string) => character.toLowerCase();
  return Array.from(text.normalize('NFC').replace(WHITE_SPACE, ' '), lower).join('');
}

/** The vocabulary that CLIP's merges imply: bytes, bytes that end a word, merges, start and end. */
export function listClipVocabulary(
  merges: readonly string[],
  byteCharacters: readonly string[],
): Map<string, number> {
  const printable = (character: string) => (character.codePointAt(0) ?? 0) < 0x100;
  const bytes = [
    ...byteCharacters.filter(printable),
    ...byteCharacters.filter((character) => !printable(character)),
  ];
  const tokens = [
    ...bytes,
    ...bytes.map((byte) => `${byte}</w>`),
    ...merges.map((merge) => merge.replace(' ', '')),
    '<|startoftext|>',
    '<|endoftext|>',
  ];
  return new Map(tokens.map((token, id) => [token, id]));
}
