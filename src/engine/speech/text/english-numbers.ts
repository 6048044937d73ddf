import { toCardinal as cardinalOf, toOrdinal as ordinalOf } from 'n2words/en-US';

/** More digits than this are read one by one. */
const MOST_DIGITS = 15;

/** "1,234.5" is "one thousand two hundred thirty-four point five"; "007" and long rows are read digit by digit. */
export function sayNumber(text: string): string {
  const isNegative = /^[-−]/.test(text);
  const [whole = '', fraction] = text
    .replace(/^[-−+]/, '')
    .replaceAll(',', '')
    .split('.');
  const said = [sayWhole(whole), ...(fraction ? ['point', sayDigits(fraction)] : [])].filter(Boolean).join(' ');
  return isNegative ? `minus ${said}` : said;
}

function sayWhole(digits: string): string {
  if (digits === '') return 'zero';
  return digits.length > MOST_DIGITS || /^0\d/.test(digits) ? sayDigits(digits) : cardinalOf(digits);
}

/** "4711" is "four seven one one". */
export function sayDigits(digits: string): string {
  return [...digits.replace(/\D/g, '')].map((digit) => DIGITS[Number(digit)]).join(' ');
}

const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** "21" is "twenty-first". */
export function sayOrdinal(digits: string): string {
  const number = digits.replaceAll(',', '');
  return /^0+$/.test(number) ? 'zeroth' : ordinalOf(number);
}

/** 1995 is "nineteen ninety-five", 2005 "two thousand five", 1900 "nineteen hundred". */
export function sayYear(year: number): string {
  const century = Math.floor(year / 100);
  const rest = year % 100;
  if (year < 1000 || (year % 1000 < 10 && century % 10 === 0)) return cardinalOf(year);
  if (rest === 0) return `${cardinalOf(century)} hundred`;
  return `${cardinalOf(century)} ${rest < 10 ? `oh ${DIGITS[rest]}` : cardinalOf(rest)}`;
}

/** 1990 is "nineteen nineties". */
export function sayDecade(year: number): string {
  const tens = year % 100;
  const century = Math.floor(year / 100);
  if (tens === 0)
    return `${sayYear(year)
      .replace(/hundred$/, 'hundreds')
      .replace(/thousand$/, 'thousands')}`;
  const decade = cardinalOf(tens).replace(/y$/, 'ies');
  return century === 0 ? decade : `${cardinalOf(century)} ${decade}`;
}

const ROMAN: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100 };

/** "XIV" is 14; `undefined` for letters that are no Roman number as one writes them. */
export function readRoman(letters: string): number | undefined {
  if (!/^(?:C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))$/.test(letters) || letters === '') return undefined;
  const values = [...letters].map((letter) => ROMAN[letter] ?? 0);
  return values.reduce((sum, value, index) => sum + (value < (values[index + 1] ?? 0) ? -value : value), 0);
}

/** One half, three quarters, five eighths. */
export function sayFraction(top: string, bottom: string): string {
  const count = Number(top);
  const named = { '2': count === 1 ? 'half' : 'halves', '4': count === 1 ? 'quarter' : 'quarters' }[bottom];
  return `${sayNumber(top)} ${named ?? `${sayOrdinal(bottom)}${count === 1 ? '' : 's'}`}`;
}
