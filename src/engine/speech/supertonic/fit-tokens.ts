import type { SpokenToken } from '../text/spoken-token.ts';

/** Halves tokens until each part fits. A single one is never cut. */
export function fitTokens(
  tokens: readonly SpokenToken[],
  fits: (tokens: readonly SpokenToken[]) => boolean,
): (readonly SpokenToken[])[] {
  if (tokens.length < 2 || fits(tokens)) return [tokens];
  const middle = Math.ceil(tokens.length / 2);
  return [...fitTokens(tokens.slice(0, middle), fits), ...fitTokens(tokens.slice(middle), fits)];
}
