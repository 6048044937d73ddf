import { END, GAP, numberPattern } from '../pattern.ts';
import { sayQuantity } from './quantities.ts';

const part = (names: string) => String.raw`\d{1,4}(?:\.\d{1,6})?${GAP}(?:${names})`;
const HOURS = part('hours?|hrs?|h');
const MINUTES = part('minutes?|mins?|m');
const SECONDS = part('seconds?|secs?|s');
const BETWEEN = `[,:]?${GAP}`;

/** The parts of a duration, largest first; some may be missing. */
const ROWS = [
  [part('days?|d'), HOURS, MINUTES, SECONDS],
  [HOURS, MINUTES, SECONDS],
  [MINUTES, SECONDS],
  [SECONDS, part('ms')],
].map(
  ([first, ...rest]) => first + rest.map((next) => `(?:${BETWEEN}${next}(?!\\p{L}))?`).join(''),
);

/**
 * Times that something takes, in several parts: "1h 30m", "5 min 20 s", "1h30". In such a row "m"
 * is minutes.
 */
export const DURATIONS = [
  ...ROWS.map((row) => numberPattern(`${row}${END}`, ([written = '']) => sayDuration(written))),
  numberPattern(
    String.raw`(\d{1,2})h([0-5]\d)${END}`,
    ([, hours = '', minutes = '']) =>
      `${sayQuantity(hours, 'h')} ${sayQuantity(String(Number(minutes)), 'min')}`,
  ),
];

/** `undefined` for a single part, which is an amount like others. */
function sayDuration(written: string): string | undefined {
  const parts = [...written.matchAll(/(\d+(?:\.\d+)?)[^\p{L}\d]{0,13}(\p{L}+)/gu)];
  if (parts.length < 2) return undefined;
  return parts
    .map(([, amount = '', word = '']) => sayQuantity(String(Number(amount)), symbolOf(word)))
    .join(' ');
}

function symbolOf(word: string): string {
  if (word === 'ms') return word;
  return word.startsWith('m') ? 'min' : word.charAt(0);
}
