import type { Normalizer } from './normalizer.ts';
import { readSentences } from './read-text.ts';
import { writeToken } from './spoken-token.ts';

/** A text as a voice reads it, in one line. */
export function sayAloud(text: string, normalizer: Normalizer): string {
  const tokens = [...readSentences(text, normalizer)].flatMap((sentence) => sentence.tokens);
  return tokens.map(writeToken).filter(Boolean).join(' ');
}
