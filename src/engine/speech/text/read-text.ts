import { blankMarkup } from './markup.ts';
import type { Normalizer } from './normalizer.ts';
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

/** The text's sentences in order, lazily. Tokens that say nothing stay with their neighbours, so that no place of the text is lost. */
export function* readSentences(text: string, normalizer: Normalizer): Generator<Sentence> {
  let tokens: SpokenToken[] = [];
  for (const token of tokenize(blankMarkup(text), normalizer)) {
    tokens.push(token);
    if (!token.ends && token.pauseSeconds === undefined) continue;
    yield { tokens, pauseSeconds: (token.ends ? PAUSE_SECONDS[token.ends] : 0) + (token.pauseSeconds ?? 0) };
    tokens = [];
  }
}
