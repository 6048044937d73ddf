import { toCardinal, toOrdinal } from 'n2words/en-US';
import { readNumber, type WrittenNumber } from './number-syntax.ts';

/** More digits than this are read one by one, unless their thousands are set apart. */
const MAX_DIGITS = 15;
/** The largest that n2words has names for. */
const MAX_GROUPED_DIGITS = 66;

/**
 * "1,234.5" is "one thousand two hundred thirty-four point five"; "007" and long rows are read
 * digit by digit.
 */
export function sayNumber(written: string): string {
  const number = readNumber(written);
  return [
    number.sign,
    sayWhole(number),
    ...(number.fraction ? ['point', sayDigits(number.fraction)] : []),
  ]
    .filter(Boolean)
    .join(' ');
}

/** The part before the decimal point. */
export function sayWhole({ whole, isGrouped }: Pick<WrittenNumber, 'whole' | 'isGrouped'>): string {
  if (whole === '') return 'zero';
  const isLong = whole.length > (isGrouped ? MAX_GROUPED_DIGITS : MAX_DIGITS);
  return isLong || /^0\d/.test(whole) ? sayDigits(whole) : toCardinal(whole);
}

/** Whether a unit or currency after the number is singular. */
export function isOne(written: string): boolean {
  const { whole, fraction } = readNumber(written);
  return /^0*1$/.test(whole) && !fraction;
}

/** "4711" is "four seven one one". */
export function sayDigits(digits: string): string {
  return [...digits.replace(/\D/g, '')].map((digit) => DIGITS[Number(digit)]).join(' ');
}

/** "212-555" is "two one two, five five five". */
export function sayDigitGroups(digits: string): string {
  return digits.split(/\D+/).filter(Boolean).map(sayDigits).join(', ');
}

const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** "21" is "twenty-first". */
export function sayOrdinal(written: string): string {
  const { whole } = readNumber(written);
  return /^0+$/.test(whole) ? 'zeroth' : toOrdinal(whole);
}

/** 1995 is "nineteen ninety-five", 2005 "two thousand five", 1900 "nineteen hundred". */
export function sayYear(year: number): string {
  if (year < 1000 || (year % 1000 < 10 && Math.floor(year / 100) % 10 === 0))
    return toCardinal(year);
  return sayInPairs(year);
}

/**
 * As years and the numbers of houses and aeroplanes are read: 747 is "seven forty-seven", 1066 "ten
 * sixty-six", 905 "nine oh five".
 */
export function sayInPairs(number: number): string {
  const hundreds = Math.floor(number / 100);
  const rest = number % 100;
  if (hundreds === 0 || number % 1000 === 0) return toCardinal(number);
  if (rest === 0) return `${toCardinal(hundreds)} hundred`;
  return `${toCardinal(hundreds)} ${rest < 10 ? `oh ${DIGITS[rest]}` : toCardinal(rest)}`;
}

/** "fifty" is "fifties", "six" "sixes", "one hundred" "one hundreds". */
export function pluralize(words: string): string {
  if (/y$/.test(words)) return words.replace(/y$/, 'ies');
  return /(?:x|s)$/.test(words) ? `${words}es` : `${words}s`;
}

/** 1990 is "nineteen nineties", 90 "nineties", 2000 "two thousands". */
export function sayDecade(year: number): string {
  return pluralize(sayYear(year));
}

/** One half, three quarters, five eighths. */
export function sayFraction(top: string, bottom: string): string {
  const count = Number(top);
  const named = { '2': count === 1 ? 'half' : 'halves', '4': count === 1 ? 'quarter' : 'quarters' }[
    bottom
  ];
  return `${sayNumber(top)} ${named ?? `${sayOrdinal(bottom)}${count === 1 ? '' : 's'}`}`;
}
