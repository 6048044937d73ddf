import { foldText } from './fold-text.ts';
import { blankMarkup } from './markup.ts';
import type { Normalizer } from './normalizer.ts';
import type { Readable } from './scripts.ts';
import type { SpokenToken } from './spoken-token.ts';
import { tokenize } from './tokenize.ts';

/** Words that belong together: a sentence, or what stands between two pauses. */
export interface Sentence {
  tokens: readonly SpokenToken[];
  /** Silence after it. */
  pauseSeconds: number;
}

/** Silences between what is spoken in one breath. Commas are left to the voice. */
const PAUSE_SECONDS = { sentence: 0.28, paragraph: 0.65 } as const;

/**
 * The text's sentences in order, lazily. Tokens that say nothing stay with their neighbours, so
 * that no place of the text is lost. `readable`: what the voice can read; words beyond that say
 * nothing, and tell why. Without it every word is said.
 */
export function* readSentences(
  text: string,
  normalizer: Normalizer,
  readable?: Readable,
): Generator<Sentence> {
  let tokens: SpokenToken[] = [];
  for (const token of readTokens(text, normalizer)) {
    tokens.push(readable ? leaveOutUnread(token, readable) : token);
    if (!token.ends && token.pauseSeconds === undefined) continue;
    yield {
      tokens,
      pauseSeconds: (token.ends ? PAUSE_SECONDS[token.ends] : 0) + (token.pauseSeconds ?? 0),
    };
    tokens = [];
  }
}

/** Tokens with their places in the text as it was written. */
function* readTokens(text: string, normalizer: Normalizer): Generator<SpokenToken> {
  const folded = foldText(blankMarkup(text));
  for (const token of tokenize(folded.text, normalizer)) {
    yield { ...token, start: folded.startOf(token.start), end: folded.startOf(token.end) };
  }
}

function leaveOutUnread(token: SpokenToken, { findUnread, spell }: Readable): SpokenToken {
  const spoken = spell(token.spoken);
  const unread = findUnread(spoken);
  return unread ? { ...token, spoken: '', unread } : { ...token, spoken };
}
