import type { SpokenToken } from '../text/spoken-token.ts';

/**
 * Phonemes of a token of the text, punctuation included. Their concatenation is what the model
 * reads.
 */
export interface TokenPhonemes {
  token: SpokenToken;
  phonemes: string;
}

/** How a model wants its phonemes. */
export interface PhonemeWriting {
  /** Phonemes of words that are said in one breath; words are divided by white space. */
  phonemize(text: string): string;
  /** Punctuation as the model knows it; empty for marks that it does not know. */
  writeMarks(marks: string): string;
}

/**
 * The phonemes of a chunk. Words up to the next punctuation are phonemized together, since "the"
 * sounds otherwise before "apple"; each token then gets its share.
 */
export function phonemizeWith(
  tokens: readonly SpokenToken[],
  writing: PhonemeWriting,
): TokenPhonemes[] {
  const result: TokenPhonemes[] = [];
  let run: SpokenToken[] = [];
  const close = () => {
    if (run.length > 0) result.push(...phonemizeRun(run, writing));
    run = [];
  };
  for (const token of tokens) {
    if (token.spoken === '') continue;
    if (token.before !== '') close();
    run.push(token);
    if (token.after !== '' || token.ends) close();
  }
  close();
  return result;
}

function phonemizeRun(
  run: readonly SpokenToken[],
  { phonemize, writeMarks }: PhonemeWriting,
): TokenPhonemes[] {
  const text = run.map(({ spoken }) => spoken).join(' ');
  const words = phonemize(text).split(/\s+/).filter(Boolean);
  const shares = shareWords(
    words,
    run.map(({ spoken }) => spoken.split(/[\s,]+/).length),
  );
  return run.map((token, index) => {
    const after = writeMarks(token.after);
    const end = token.ends && !token.after ? '.' : '';
    return {
      token,
      phonemes: `${writeMarks(token.before)}${shares[index] ?? ''}${after}${end} `,
    };
  });
}

/**
 * Divides the words of the phonemizer, which writes some together ("of the"), among tokens of the
 * given numbers of words.
 */
function shareWords(words: readonly string[], counts: readonly number[]): string[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let taken = 0;
  let before = 0;
  return counts.map((count) => {
    before += count;
    const until = Math.round((before / total) * words.length);
    const share = words.slice(taken, until).join(' ');
    taken = until;
    return share;
  });
}
