import { readRoman, sayDecade, sayDigits, sayFraction, sayNumber, sayOrdinal, sayYear } from './english-numbers.ts';
import {
  ABBREVIATIONS,
  BEFORE_NUMBERS,
  CURRENCIES,
  DOTTED,
  MAGNITUDES,
  MONTHS,
  SYMBOLS,
  UNITS,
} from './english-words.ts';
import type { Normalizer, Pattern } from './normalizer.ts';

const NUMBER = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`;
const MONTH = `${MONTHS.join('|')}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec`;
const alternatives = (words: Iterable<string>) =>
  [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('|');
/** Not in the middle of a word or number. */
const END = String.raw`(?![\p{L}\p{N}_])`;
const pattern = (source: string, say: Pattern['say']): Pattern => ({ regex: new RegExp(source, 'uy'), say });

const monthOf = (name: string) => MONTHS.find((month) => month.startsWith(name.slice(0, 3))) ?? name;
const sayIsoDate = (year: string, month: number, day: number) =>
  `${MONTHS[month - 1]} ${sayOrdinal(String(day))}, ${sayYear(Number(year))}`;
const isDate = (month: number, day: number) => month >= 1 && month <= 12 && day >= 1 && day <= 31;

/** Units that are also words or abbreviations: only with no space before them. */
const LETTER_UNITS: ReadonlySet<string> = new Set(['in', 'A', 'B', 'W', 'V', 'J', 'L', 'cal', 'm', 's', 'h', 'g', 'l']);

/** The first that fits wins; each takes the text from where it stands, often several words of it. */
const PATTERNS: readonly Pattern[] = [
  pattern(String.raw`https?:\/\/[^\s<>"')\]]*[^\s<>"')\].,;:!?]`, ([url = '']) =>
    sayUrl(url.replace(/^https?:\/\//, '')),
  ),
  pattern(String.raw`www\.[^\s<>"')\]]*[^\s<>"')\].,;:!?]`, ([url = '']) => sayUrl(url)),
  pattern(String.raw`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`, ([address = '']) =>
    address.replace('@', ' at ').replaceAll('.', ' dot '),
  ),
  // Dates and times.
  pattern(String.raw`(\d{4})-(\d{2})-(\d{2})${END}`, ([, year = '', month, day]) =>
    isDate(Number(month), Number(day)) ? sayIsoDate(year, Number(month), Number(day)) : undefined,
  ),
  pattern(String.raw`(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})${END}`, ([, first, second, year = '']) =>
    sayUsDate(Number(first), Number(second), year),
  ),
  pattern(
    String.raw`(${MONTH})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?${END}`,
    ([, month = '', day = '', year]) =>
      isDate(1, Number(day))
        ? `${monthOf(month)} ${sayOrdinal(day)}${year ? `, ${sayYear(Number(year))}` : ''}`
        : undefined,
  ),
  pattern(
    String.raw`(\d{1,2})(?:st|nd|rd|th)?\s+(${MONTH})\.?(?:,?\s+(\d{4}))?${END}`,
    ([, day = '', month = '', year]) =>
      isDate(1, Number(day))
        ? `${sayOrdinal(day)} of ${monthOf(month)}${year ? `, ${sayYear(Number(year))}` : ''}`
        : undefined,
  ),
  pattern(
    String.raw`(\d{1,2}):(\d{2})(?::(\d{2}))?\s?([aApP])\.?[mM]${END}\.?`,
    ([, hour = '', minute = '', , half = '']) => `${sayTime(hour, minute)} ${half.toUpperCase()} M`,
  ),
  pattern(String.raw`([01]?\d|2[0-3]):([0-5]\d)${END}`, ([, hour = '', minute = '']) => sayTime(hour, minute)),
  pattern(
    String.raw`(\d{1,2})\s?([aApP])\.?[mM]${END}\.?`,
    ([, hour = '', half = '']) => `${sayNumber(hour)} ${half.toUpperCase()} M`,
  ),
  // Money.
  pattern(
    String.raw`([$€£¥₹₩₽₿])\s?(${NUMBER})(?:\s?(thousand|million|billion|trillion|bn|[kKmMBT])${END})?`,
    ([, sign = '', amount = '', magnitude]) => sayMoney(sign, amount, magnitude),
  ),
  pattern(String.raw`(${NUMBER})\s?([€£]|USD|EUR|GBP|CHF|JPY)${END}`, ([, amount = '', sign = '']) =>
    sayMoney(sign, amount, undefined),
  ),
  // Several numbers together.
  pattern(String.raw`\+?\d{0,3}[ ]?\(\d{3}\)[ ]?\d{3}-\d{4}${END}`, ([digits = '']) => sayDigitGroups(digits)),
  pattern(String.raw`\+?(?:\d{1,3}[- ])?\d{3}-\d{3}-\d{4}${END}|\d{3}-\d{4}${END}`, ([digits = '']) =>
    sayDigitGroups(digits),
  ),
  pattern(String.raw`(\d{4})s${END}`, ([, year = '']) => sayDecade(Number(year))),
  pattern(String.raw`['’](\d0)s${END}`, ([, decade = '']) => sayDecade(Number(decade))),
  pattern(
    String.raw`(1[1-9]\d\d|20\d\d)\s?[-–]\s?(1[1-9]\d\d|20\d\d)${END}`,
    ([, from = '', to = '']) => `${sayYear(Number(from))} to ${sayYear(Number(to))}`,
  ),
  pattern(String.raw`(\d{1,3})\/(\d{1,3})${END}`, ([, top = '', bottom = '']) =>
    Number(bottom) > 1 && Number(top) < Number(bottom) ? sayFraction(top, bottom) : undefined,
  ),
  pattern(
    String.raw`(\d+)\s(\d)\/(\d)${END}`,
    ([, whole = '', top = '', bottom = '']) => `${sayNumber(whole)} and ${sayFraction(top, bottom)}`,
  ),
  pattern(String.raw`(\d+)([½⅓⅔¼¾⅛])`, ([, whole = '', fraction = '']) =>
    `${sayNumber(whole)} and ${SYMBOLS[fraction]}`.replace('and one ', 'and a '),
  ),
  pattern(
    String.raw`(${NUMBER})\s?[x×]\s?(${NUMBER})${END}`,
    ([, a = '', b = '']) => `${sayNumber(a)} by ${sayNumber(b)}`,
  ),
  pattern(
    String.raw`(${NUMBER})\s?(?:[–—]|-(?=\d))\s?(${NUMBER})(\s?(?:${alternatives(Object.keys(UNITS))}))?${END}`,
    ([, from = '', to = '', unit]) => `${sayNumber(from)} to ${unit ? sayUnit(to, unit.trim()) : sayNumber(to)}`,
  ),
  pattern(
    String.raw`(\d{1,2})['′](\d{1,2})["″]`,
    ([, feet = '', inches = '']) => `${sayUnit(feet, 'ft')} ${sayUnit(inches, 'in')}`,
  ),
  // One number.
  pattern(
    String.raw`([-−]?(?:${NUMBER}))\s?(${alternatives(Object.keys(UNITS).filter((unit) => !LETTER_UNITS.has(unit)))})${END}`,
    ([, amount = '', unit = '']) => sayUnit(amount, unit),
  ),
  pattern(String.raw`(${NUMBER})(${[...LETTER_UNITS].join('|')})${END}`, ([, amount = '', unit = '']) =>
    sayUnit(amount, unit),
  ),
  pattern(String.raw`(\d[\d,]*)(?:st|nd|rd|th)${END}`, ([, digits = '']) => sayOrdinal(digits)),
  pattern(String.raw`(?:[vV]ersion\s)?[vV](\d+(?:\.\d+)+)`, ([, version = '']) => `version ${sayVersion(version)}`),
  pattern(String.raw`\d+(?:\.\d+){2,}`, ([version = '']) => sayVersion(version)),
  pattern(String.raw`#(\d+)${END}`, ([, digits = '']) => `number ${sayNumber(digits)}`),
  pattern(String.raw`(1[1-9]\d\d|20\d\d)${END}(?![.,]?\d|\s?%)`, ([, year = '']) => sayYear(Number(year))),
  pattern(String.raw`[-−](?=\d)(${NUMBER})`, ([, amount = '']) => `minus ${sayNumber(amount)}`),
  pattern(NUMBER, ([number = '']) => sayNumber(number)),
  // Abbreviations.
  pattern(String.raw`(${alternatives(Object.keys(DOTTED))})(?=[\s,;:)]|$)`, ([, dotted = '']) => DOTTED[dotted]),
  pattern(
    String.raw`(${alternatives(Object.keys(BEFORE_NUMBERS))})\.(?=\s?\d)`,
    ([, word = '']) => BEFORE_NUMBERS[word],
  ),
  pattern(String.raw`St\.(?=\s\p{Lu})`, () => 'Saint'),
  pattern(String.raw`St\.?${END}`, () => 'Street'),
  pattern(
    String.raw`(${alternatives(Object.keys(ABBREVIATIONS).filter((word) => word.length > 1))})\.`,
    ([, word = '']) => ABBREVIATIONS[word],
  ),
  pattern(String.raw`(?:\p{Lu}\.){2,}`, ([letters = '']) => letters.replaceAll('.', ' ').trim()),
  pattern(
    String.raw`(Chapter|Part|Book|Volume|Act|Scene|War|Section|Type|Phase)\s([IVXLC]+)${END}`,
    ([, word = '', letters = '']) => {
      const number = readRoman(letters);
      return number === undefined ? undefined : `${word} ${sayNumber(String(number))}`;
    },
  ),
  pattern(
    String.raw`(Henry|Louis|Charles|George|Edward|Elizabeth|James|William|Pope\s\p{Lu}\p{L}+)\s([IVX]+)${END}`,
    ([, name = '', letters = '']) => {
      const number = readRoman(letters);
      return number === undefined ? undefined : `${name} the ${sayOrdinal(String(number))}`;
    },
  ),
  // Words of programs: foo_bar, getName, index.ts.
  pattern(
    String.raw`([\w-]+)\.(ts|js|py|md|txt|pdf|com|org|net|io|json|html|css|exe|png|jpg|wav|mp3)${END}`,
    ([, name = '', extension = '']) =>
      `${name.replace(/[_-]/g, ' ')} dot ${extension.length < 4 && !/^(?:com|org|net|exe)$/.test(extension) ? [...extension].join(' ').toUpperCase() : extension}`,
  ),
  pattern(String.raw`[\p{L}\p{N}]+(?:_[\p{L}\p{N}]+)+`, ([name = '']) => name.replaceAll('_', ' ')),
  pattern(String.raw`\p{Ll}+(?:\p{Lu}\p{Ll}+)+${END}`, ([name = '']) => name.replace(/(\p{Lu})/gu, ' $1')),
  pattern(String.raw`#(?=\p{L})([\p{L}\p{N}_]+)`, ([, tag = '']) => `hashtag ${tag.replaceAll('_', ' ')}`),
  pattern(String.raw`@(?=\p{L})([\p{L}\p{N}_]+)`, ([, name = '']) => `at ${name.replaceAll('_', ' ')}`),
  pattern(String.raw`w\/o${END}`, () => 'without'),
  pattern(String.raw`w\/(?=\s)`, () => 'with'),
];

export const english: Normalizer = { patterns: PATTERNS, symbols: SYMBOLS };

function sayUrl(address: string): string {
  const [host = '', ...path] = address.replace(/^www\./, '').split(/[/?#]/);
  const spelled = host.replaceAll('.', ' dot ').replace(/:(\d+)$/, ' port $1');
  const rest = path.filter((part) => part !== '' && part.length <= 24 && !/[=&%]/.test(part)).slice(0, 3);
  return [spelled, ...rest.map((part) => `slash ${part.replace(/[._-]/g, ' ')}`)].join(' ');
}

function sayUsDate(first: number, second: number, year: string): string | undefined {
  const full = year.length === 2 ? `20${year}` : year;
  if (isDate(first, second)) return sayIsoDate(full, first, second);
  return isDate(second, first) ? sayIsoDate(full, second, first) : undefined;
}

function sayTime(hour: string, minute: string): string {
  const minutes = Number(minute);
  if (minutes === 0)
    return Number(hour) > 12 ? `${sayNumber(hour)} hundred` : `${sayNumber(String(Number(hour)))} o'clock`;
  return `${sayNumber(String(Number(hour)))} ${minutes < 10 ? `oh ${sayNumber(String(minutes))}` : sayNumber(minute)}`;
}

function sayMoney(sign: string, amount: string, magnitude: string | undefined): string {
  const [one, many, part, parts] = CURRENCIES[sign] ?? ['', '', '', ''];
  if (magnitude) return `${sayNumber(amount)} ${MAGNITUDES[magnitude] ?? magnitude} ${many}`;
  const [whole = '0', cents] = amount.split('.');
  if (cents?.length !== 2) return `${sayNumber(amount)} ${amount === '1' ? one : many}`;
  const count = Number(cents);
  const main = Number(whole.replaceAll(',', '')) > 0 ? `${sayNumber(whole)} ${whole === '1' ? one : many}` : '';
  const rest = count > 0 ? `${sayNumber(String(count))} ${count === 1 ? part : parts}` : '';
  return [main, rest].filter(Boolean).join(' and ') || `zero ${many}`;
}

function sayUnit(amount: string, unit: string): string {
  const [one, many] = UNITS[unit] ?? [unit, unit];
  return `${sayNumber(amount)} ${/^[-−]?1$/.test(amount) ? one : many}`;
}

function sayVersion(version: string): string {
  return version.split('.').map(sayNumber).join(' point ');
}

function sayDigitGroups(digits: string): string {
  return digits.split(/\D+/).filter(Boolean).map(sayDigits).join(', ');
}
