import { MAGNITUDES } from './money.ts';
import { NUMBER, SIGN } from './number-syntax.ts';
import { END, GAP, numberPattern, pattern } from '../pattern.ts';
import { pluralize, sayDigits, sayInPairs, sayNumber, sayOrdinal, sayYear } from './say-number.ts';

const BEFORE_YEAR =
  '[Ii]n|[Ss]ince|[Bb]y|[Ff]rom|[Uu]ntil|[Tt]ill|circa|around|[Bb]efore|[Aa]fter|year|of';

/** Things that are numbered rather than counted. */
const NAMED = 'Boeing|Airbus|Porsche|Flight|Room|Route|Highway|Interstate|Suite|Apartment';

/**
 * Rows of figures too long for a number, read one by one and in pieces: tried before anything else.
 */
export const LONG_ROWS = [
  numberPattern(String.raw`\d{30}(?=\d)|(?<=\d{15})\d{1,30}`, ([digits = '']) => sayDigits(digits)),
];

/**
 * The rest, after all other recognisers: ordinals, years, words with figures in them, and numbers.
 */
export const PLAIN_NUMBERS = [
  numberPattern(String.raw`(\d[\d,]{0,20})(?:st|nd|rd|th|ˢᵗ|ⁿᵈ|ʳᵈ|ᵗʰ)${END}`, ([, digits = '']) =>
    sayOrdinal(digits),
  ),
  numberPattern(
    String.raw`(?:#|№${GAP})(\d{1,15})${END}`,
    ([, digits = '']) => `number ${sayNumber(digits)}`,
  ),
  numberPattern(
    String.raw`(${SIGN}${NUMBER})(?:(bn|mn|tn|[kM])|${GAP}(bn|mn|tn))${END}`,
    ([, amount = '', tight, loose]) =>
      `${sayNumber(amount)} ${MAGNITUDES[(tight ?? loose ?? '').toLowerCase()] ?? ''}`,
  ),
  numberPattern(String.raw`(\d{2,3})K${END}`, ([, amount = '']) =>
    amount === '12' || amount === '16' ? `${sayNumber(amount)} K` : `${sayNumber(amount)} thousand`,
  ),
  numberPattern(
    String.raw`(\d{1,4})[x×]${END}(?!\s[-+=])`,
    ([, amount = '']) => `${sayNumber(amount)} ${amount === '1' ? 'time' : 'times'}`,
  ),
  // A word that is joined to a number by a hyphen is a word of its own: "COVID-19", "mid-1990s".
  pattern(String.raw`(\p{L}[\p{L}\p{M}'’]{0,39})-(?=\d)`, ([, word = '']) => word),
  pattern(String.raw`(?=\p{L}{1,30}\d|\d{1,30}\p{L})[\p{L}\d]{2,40}${END}`, ([word = '']) =>
    sayMixed(word),
  ),
  numberPattern(
    String.raw`(\d{1,3})-(D|G|K)${END}`,
    ([, amount = '', letter = '']) => `${sayNumber(amount)} ${letter}`,
  ),
  // "F-150", "Room 101": names, read in pairs.
  numberPattern(String.raw`(?<=\p{L}-|\b(?:${NAMED})\s)(\d{3,4})${END}(?![.,]?\d)`, ([, number]) =>
    sayInPairs(Number(number)),
  ),
  numberPattern(String.raw`(1[1-9]\d\d|20\d\d)${END}(?![.,]?\d|\s?%)`, ([, year]) =>
    sayYear(Number(year)),
  ),
  numberPattern(String.raw`(?<=\b(?:${BEFORE_YEAR})\s)(10\d\d)${END}(?![.,]?\d|\s?%)`, ([, year]) =>
    sayInPairs(Number(year)),
  ),
  numberPattern(`${SIGN}${NUMBER}`, ([number = '']) => sayNumber(number)),
];

/** "A380" is "A three eighty", "MP3" "M P three", "F16s" "F sixteens". */
function sayMixed(word: string): string {
  const isPlural = /\ds$/.test(word);
  const parts = (isPlural ? word.slice(0, -1) : word).match(/\p{L}+|\d+/gu) ?? [];
  const said = parts
    .map((part) => (/\d/.test(part) ? sayFigures(part) : sayLetters(part)))
    .join(' ');
  return isPlural ? pluralize(said) : said;
}

function sayFigures(digits: string): string {
  if (digits.length > 4 || /^0\d/.test(digits)) return sayDigits(digits);
  return sayInPairs(Number(digits));
}

/** Letters that make no syllable are spelt. */
function sayLetters(letters: string): string {
  const isSpelt =
    /^\p{Lu}{1,2}$/u.test(letters) || (letters.length <= 3 && !/[aeiouy]/i.test(letters));
  return isSpelt && /^[a-z]+$/i.test(letters) ? [...letters.toUpperCase()].join(' ') : letters;
}
