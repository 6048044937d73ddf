import { pattern } from '../pattern.ts';
import { sayNumber, sayOrdinal } from './say-number.ts';

const VALUES: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100 };

/** "XIV" is 14; `undefined` for letters that are not a Roman number as one writes them. */
function readRoman(letters: string): number | undefined {
  if (!/^C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$/.test(letters) || letters === '')
    return undefined;
  const values = [...letters].map((letter) => VALUES[letter] ?? 0);
  return values.reduce(
    (sum, value, index) => sum + (value < (values[index + 1] ?? 0) ? -value : value),
    0,
  );
}

/** After these, one letter is a number too. */
const WORKS = 'Chapter|Part|Book|Volume|Vol|Act|Scene|Article|Canto|War';
/** After these it may be a letter: "Type C". */
const PARTS =
  'Section|Appendix|Type|Phase|Stage|Level|Title|Class|Grade|Mark|Figure|Table|Unit|Bowl|Symphony';
const RULERS =
  'Henry|Louis|Charles|George|Edward|Elizabeth|James|William|Richard|Philip|Francis|Frederick|Napoleon|Catherine|Nicholas|Peter|Alexander|Leopold|Ferdinand|Otto|Harald|Ramesses|Ptolemy|Benedict|Pius|Leo|Clement|Gregory|Innocent|Urban|Paul|Carlos|Felipe|Christian|Gustav|Haakon|Wilhelm|Mary|Margaret|Robert|Ivan|Sixtus|Boniface|Malcolm|Baldwin|Mehmed|Selim';

/**
 * The word "I" is a number only where no verb can follow: "Part I of it", "Elizabeth I.", not
 * "James I think".
 */
const FIRST = String.raw`I(?=$|[^\p{L}\p{N}\s'’]|\s(?:of|and|or|was|is|to|in|by)\b|\s[^\p{Ll}])`;
/** An "'s" after the number is read with it. */
const NO_MORE = String.raw`(['’]s)?(?![\p{L}\p{N}_'’])`;

/**
 * Roman numbers where they are clear: after a part of a work, a ruler, or another one. A lone "I"
 * stays the word it is.
 */
export const ROMAN = [
  pattern(
    String.raw`((?:${WORKS})s?(?=\s[IVX])|(?:${PARTS})s?(?=\s[IVXLC]{2}))\s(${FIRST}|[IVXLC]{2,12}|[VX])${NO_MORE}`,
    ([, word = '', letters = '', of = '']) => sayBehind(word, letters, sayNumber, of),
  ),
  pattern(
    String.raw`(${RULERS}|Pope\s\p{Lu}\p{L}{1,20})\s(${FIRST}|[IVX]{2,9}|V)${NO_MORE}`,
    ([, name = '', letters = '', of = '']) => sayBehind(`${name} the`, letters, sayOrdinal, of),
  ),
  // After a name, and in a row: "Final Fantasy VII", "Parts II and III".
  pattern(
    String.raw`(?<=\p{Lu}\p{L}{2,30}\s|[IVX]\s(?:and|or|to|&)\s|[IVX][-–])(?!IV\b|XX)([IVX]{2,9})${NO_MORE}`,
    ([, letters = '']) => sayRoman(letters, sayNumber),
  ),
];

function sayBehind(
  word: string,
  letters: string,
  how: (digits: string) => string,
  of: string,
): string | undefined {
  const number = sayRoman(letters, how);
  return number && `${word} ${number}${of.replace('’', "'")}`;
}

function sayRoman(letters: string, how: (digits: string) => string): string | undefined {
  const number = readRoman(letters);
  return number === undefined ? undefined : how(String(number));
}
