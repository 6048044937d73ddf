import type { Script } from './scripts.ts';

/**
 * A stretch of the text with what is said for it. Together the tokens cover every word of the text
 * once, in order.
 */
export interface SpokenToken {
  /** Its place in the original text, in UTF-16 units; `end` is after it. */
  start: number;
  end: number;
  /** What is said, in words; empty for what cannot be said, such as an emoji. */
  spoken: string;
  /** Punctuation around it that voices use for their melody. */
  before: string;
  after: string;
  /** What ends with it, besides the word. */
  ends?: 'sentence' | 'paragraph';
  /** It says nothing since the voice cannot read this script. */
  unread?: Script;
  /** Silence that the text asks for after it. */
  pauseSeconds?: number;
}

/** The words as a voice reads them: "Doctor Smith," for "Dr. Smith,". */
export function writeToken({ before, spoken, after, ends }: SpokenToken): string {
  if (spoken === '') return '';
  // A heading has no full stop; said without one it sounds as if it went on.
  return `${before}${spoken}${after}${ends && !/[\p{P}]/u.test(after) ? '.' : ''}`;
}
