import { END, GAP, numberPattern, pattern } from '../pattern.ts';
import { sayDigitGroups, sayDigits, sayNumber } from './say-number.ts';

const NO_MORE = String.raw`(?![\p{L}\p{N}_]|[-.]\d)`;
const OCTET = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;

/**
 * Numbers that name something rather than count it: telephones, numbers of books and persons,
 * addresses, versions.
 */
export const IDENTIFIERS = [
  numberPattern(
    String.raw`0[xX]([0-9a-fA-F]{1,16})${END}`,
    ([, digits = '']) => `hex ${sayCharacters(digits)}`,
  ),
  // Telephones: "+1 (555) 010-1234", "(555) 010-1234", "555 010 1234", "555.010.1234", "+44 20 7946
  // 0958".
  numberPattern(
    String.raw`(\+?)((?:\d{1,3}[ .-]?)?\(\d{2,4}\)[ -]?\d{3,4}[ .-]\d{3,4})${NO_MORE}`,
    ([, plus, digits = '']) => (plus ? 'plus ' : '') + sayDigitGroups(digits),
  ),
  numberPattern(String.raw`\+(\d{1,3}(?:[ .-]\(?\d{1,5}\)?){2,6})${NO_MORE}`, ([, digits = '']) =>
    digits.replace(/\D/g, '').length >= 7 ? `plus ${sayDigitGroups(digits)}` : undefined,
  ),
  numberPattern(String.raw`\+\d{8,15}${NO_MORE}`, ([digits = '']) => `plus ${sayDigits(digits)}`),
  numberPattern(String.raw`(?:1[ .-])?\d{3}([ .-])\d{3}\1\d{4}${NO_MORE}`, ([digits = '']) =>
    sayDigitGroups(digits),
  ),
  numberPattern(String.raw`\d{4}([ -])\d{4}\1\d{4}(?:\1\d{1,4}){0,2}${NO_MORE}`, ([digits = '']) =>
    sayDigitGroups(digits),
  ),
  numberPattern(String.raw`97[89] \d{1,5} \d{1,7} \d{1,7} \d${NO_MORE}`, ([digits = '']) =>
    sayDigitGroups(digits),
  ),
  // Three groups and more, the last of a book's number may be "X".
  numberPattern(
    String.raw`(\d{1,12}(?:[-‐‑]\d{1,12}){1,7}-)X${NO_MORE}`,
    ([, digits = '']) => `${sayDigitGroups(digits)}, X`,
  ),
  numberPattern(String.raw`\d{1,12}(?:-\d{1,12}){2,11}${END}(?!-\d)`, ([digits = '']) =>
    sayGroups(digits),
  ),
  numberPattern(String.raw`(\d{5}-\d{4}|0\d{1,9}-\d{1,10})${NO_MORE}`, ([digits = '']) =>
    sayDigitGroups(digits),
  ),
  numberPattern(String.raw`(\d{3})-(\d{4})${NO_MORE}`, ([digits = '', first = '', last = '']) =>
    isRange(first, last) ? undefined : sayDigitGroups(digits),
  ),
  numberPattern(
    String.raw`(${OCTET}(?:\.${OCTET}){3})(?::(\d{1,5})|\/(\d{1,2}))?${NO_MORE}`,
    ([, address = '', port, bits]) =>
      sayParts(address, 'dot') +
      (port ? ` port ${sayNumber(port)}` : '') +
      (bits ? ` slash ${sayNumber(bits)}` : ''),
  ),
  pattern(
    String.raw`(?:[vV]ersion\s)?[vV](\d{1,9}(?:\.\d{1,9}){1,6})`,
    ([, version = '']) => `version ${sayParts(version, 'point')}`,
  ),
  numberPattern(String.raw`(?<=\b[vV]ersion${GAP})\d{1,9}\.\d{1,9}${NO_MORE}`, ([version = '']) =>
    sayParts(version, 'point'),
  ),
  // Not "10.000.000", which is a number.
  numberPattern(
    String.raw`(?!\d{1,3}(?:\.\d{3}){2,16}(?![.\d]))\d{1,9}(?:\.\d{1,9}){2,6}${END}(?!\.\d)`,
    ([version = '']) => sayParts(version, 'point'),
  ),
];

function sayParts(parts: string, between: string): string {
  return parts.split('.').map(sayNumber).join(` ${between} `);
}

/**
 * "1-2-3" and "10-20-30" are numbers in a row; groups of a longer identifier are read figure by
 * figure.
 */
function sayGroups(digits: string): string {
  const groups = digits.split('-');
  const areShort = groups.every((group) => group.length < 3 && !/^0\d/.test(group));
  return areShort ? groups.map(sayNumber).join(', ') : sayDigitGroups(digits);
}

/** "100-1000" and "500-1500" are from one to another; "555-1234" is a telephone. */
function isRange(first: string, last: string): boolean {
  return first.endsWith('0') && last.endsWith('00');
}

/** "FF01" is "F F zero one". */
function sayCharacters(characters: string): string {
  return [...characters.toUpperCase()]
    .map((one) => (/\d/.test(one) ? sayDigits(one) : one))
    .join(' ');
}
