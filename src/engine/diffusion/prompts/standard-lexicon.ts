import { BYTE_CHARACTERS } from './byte-pair-encoding.ts';
import clip from './clip-merges.json' with { type: 'json' };
import { listClipVocabulary } from './clip-tokenizer.ts';

/**
 * The vocabulary that all CLIP models share. A large table: import this module when it is needed.
 */
export function readStandardLexicon() {
  const merges = clip.merges.split('\n');
  return { vocabulary: listClipVocabulary(merges, BYTE_CHARACTERS), merges };
}
