/** A token text that knows what followed earlier occurrences of its last few tokens. */
export interface PromptLookup {
  push(token: number): void;
  /**
   * The tokens that may come next, at most `most`, and only those known to match; none if the last
   * ones are new.
   */
  guess(most: number): number[];
}

/** Shorter runs occur everywhere and predict little. */
const MIN_MATCH_LENGTH = 3;

/**
 * @example
 * const lookup = createPromptLookup([1, 2, 3, 4, 5]);
 * for (const token of [1, 2, 3]) lookup.push(token);
 * lookup.guess(2); // → [4, 5]
 */
export function createPromptLookup(prompt: readonly number[]): PromptLookup {
  const tokens: number[] = [];
  /** Where the text continues after each run of tokens, by last occurrence. */
  const positions = new Map<string, number>();
  let found: number | undefined;

  function push(token: number): void {
    tokens.push(token);
    const run = tokens.slice(-MIN_MATCH_LENGTH).join();
    found = positions.get(run);
    positions.set(run, tokens.length);
  }
  function countSame(before: number): number {
    let same = MIN_MATCH_LENGTH;
    while (same < before && tokens[before - 1 - same] === tokens[tokens.length - 1 - same]) same++;
    return same;
  }
  for (const token of prompt) push(token);
  return {
    push,
    guess: (most) =>
      found === undefined ? [] : tokens.slice(found, found + Math.min(most, countSame(found))),
  };
}
