import { END, GAP, numberPattern } from '../pattern.ts';
import { sayQuantity } from './quantities.ts';

/** Symbols of the parts of a duration, the longest part first. */
const ORDER = ['d', 'h', 'min', 's', 'ms'];
const SYMBOLS: Readonly<Record<string, string>> = { d: 'd', h: 'h', m: 'min', mi: 'min', s: 's', ms: 'ms' };

const PART = String.raw`\d{1,4}(?:\.\d{1,6})?${GAP}(?:days?|d|hours?|hrs?|h|minutes?|mins?|ms|m|seconds?|secs?|s)`;

/** Times that something takes, in several parts: "1h 30m", "5 min 20 s", "1h30". In such a row "m" is minutes. */
export const DURATIONS = [
  numberPattern(`${PART}(?:[,:]?${GAP}${PART}){1,4}${END}`, ([parts = '']) => sayDuration(parts)),
  numberPattern(
    String.raw`(\d{1,2})h([0-5]\d)${END}`,
    ([, hours = '', minutes = '']) => `${sayQuantity(hours, 'h')} ${sayQuantity(String(Number(minutes)), 'min')}`,
  ),
];

/** `undefined` where the parts do not get smaller: two lengths, or something else. */
function sayDuration(written: string): string | undefined {
  const parts = [...written.matchAll(/(\d+(?:\.\d+)?)[^\p{L}\d]{0,13}(\p{L}+)/gu)].map(
    ([, amount = '', word = '']) => ({
      amount: String(Number(amount)),
      symbol: SYMBOLS[word] ?? SYMBOLS[word.slice(0, word.startsWith('mi') ? 2 : 1)] ?? '',
    }),
  );
  const places = parts.map(({ symbol }) => ORDER.indexOf(symbol));
  const isFalling = places.every((place, index) => place > (places[index - 1] ?? -1));
  return isFalling ? parts.map(({ amount, symbol }) => sayQuantity(amount, symbol)).join(' ') : undefined;
}
