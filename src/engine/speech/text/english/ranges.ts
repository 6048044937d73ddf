import { NUMBER, SIGN } from './number-syntax.ts';
import { END, GAP, numberPattern, pattern } from '../pattern.ts';
import { sayNumber, sayOrdinal } from './say-number.ts';

/** Not where the row goes on or a sum ends. */
const NO_MORE = String.raw`(?![-–—]\d|${GAP}=|[\p{L}\p{N}_])`;

/** From one number to another: "10-20", "3rd–5th", and proportions of a picture, "4x3". */
export const RANGES = [
  numberPattern(
    String.raw`(\d{1,4})(?:st|nd|rd|th)[-–](\d{1,4})(?:st|nd|rd|th)${END}`,
    ([, from = '', to = '']) => `${sayOrdinal(from)} to ${sayOrdinal(to)}`,
  ),
  numberPattern(
    `(${SIGN}${NUMBER})[-–—](${NUMBER})${NO_MORE}`,
    ([, from = '', to = '']) => `${sayNumber(from)} to ${sayNumber(to)}`,
  ),
  numberPattern(
    String.raw`(\d{1,9})[x×](\d{1,9})(?:[x×](\d{1,9}))?(?!${GAP}=)${END}`,
    ([, ...sides]) => sides.flatMap((side) => (side ? [sayNumber(side)] : [])).join(' by '),
  ),
  numberPattern(
    String.raw`(\d{1,9})\s[x×]\s(\d{1,9})(?!${GAP}=)${END}`,
    ([match = '', a = '', b = '']) =>
      match.includes('x') || (a.length > 2 && b.length > 2)
        ? `${sayNumber(a)} by ${sayNumber(b)}`
        : undefined,
  ),
  pattern(String.raw`(?<=\d\s)x(?=\s[-−]?\d)`, () => 'times'),
];
