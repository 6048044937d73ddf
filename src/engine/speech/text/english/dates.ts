import { alternatives, END, GAP, numberPattern, pattern } from '../pattern.ts';
import type { Pattern } from '../normalizer.ts';
import { sayNumber, sayOrdinal, sayYear } from './say-number.ts';
import { OFFSET, sayClock, sayOffset } from './times.ts';

/**
 * Which number comes first in "1/2/2024", and how a date is said: "January second" or "the first of
 * February".
 */
export type DateOrder = 'month-first' | 'day-first';

/**
 * The names of months and weekdays, from the browser's own data; the first of January 2024 was a
 * Monday.
 */
const namesOf = (part: 'month' | 'weekday', style: 'long' | 'short') => {
  const format = new Intl.DateTimeFormat('en-US', { [part]: style, timeZone: 'UTC' });
  const dates = Array.from({ length: part === 'month' ? 12 : 7 }, (_, index) =>
    part === 'month' ? Date.UTC(2024, index, 1) : Date.UTC(2024, 0, 1 + index),
  );
  return dates.map((date) => format.format(date));
};
const MONTHS = namesOf('month', 'long');
const MONTH = alternatives(new Set([...MONTHS, ...namesOf('month', 'short'), 'Sept']));
const WEEKDAYS = namesOf('weekday', 'long');
const WEEKDAY = alternatives([
  ...WEEKDAYS,
  ...namesOf('weekday', 'short'),
  'Tues',
  'Thur',
  'Thurs',
]);
const fullName = (names: readonly string[], name: string) =>
  names.find((one) => one.startsWith(name.slice(0, 3))) ?? name;
const monthOf = (name: string) => fullName(MONTHS, name);

const DAY = String.raw`(?:0?[1-9]|[12]\d|3[01])`;
const YEAR = String.raw`\d{4}`;
const NTH = '(?:st|nd|rd|th)?';
/** What may follow a date that ends with a number: no more of a number. */
const NO_MORE = String.raw`(?![\p{L}\p{N}_]|[-/.]\d)`;
const TO = String.raw`${GAP}[-–—]${GAP}`;

/** Dates as they are written with figures, with months, and with years and centuries. */
export function createDatePatterns(order: DateOrder): readonly Pattern[] {
  const say = (year: number, month: number, day: number) => sayDate(order, year, month, day);
  return [
    numberPattern(
      String.raw`(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(${OFFSET})?${END}`,
      ([, year, month, day, time = '', offset]) => {
        const date = say(Number(year), Number(month), Number(day));
        return date && `${date}, ${sayClock(time)}${offset ? `, ${sayOffset(offset)}` : ''}`;
      },
    ),
    numberPattern(
      String.raw`(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?(Z)?${END}`,
      ([, year, month, day, hours = '', minutes = '', seconds = '00', offset]) => {
        const date = say(Number(year), Number(month), Number(day));
        return (
          date &&
          `${date}, ${sayClock(`${hours}:${minutes}:${seconds}`)}${offset ? `, ${sayOffset(offset)}` : ''}`
        );
      },
    ),
    numberPattern(
      String.raw`(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\p{L}\p{N}_]|[-.]\d)`,
      ([, year, , month, day]) => say(Number(year), Number(month), Number(day)),
    ),
    numberPattern(
      String.raw`(\d{1,2})([-/])(\d{1,2})\2(\d{4}|\d{2})${NO_MORE}`,
      ([, first, mark, second, year = '']) =>
        mark === '-' && year.length === 2
          ? undefined
          : sayShort(say, order, Number(first), Number(second), fullYear(year)),
    ),
    numberPattern(
      String.raw`(\d{1,2})\.${GAP}(\d{1,2})\.${GAP}(\d{4})${NO_MORE}`,
      ([, day, month, year]) => say(Number(year), Number(month), Number(day)),
    ),
    // Between two dates.
    numberPattern(
      String.raw`(?<=\d[-/.]\d{1,4}[ ]?)[-–—](?=[ ]?\d{1,4}[-/.]\d{1,2}[-/.]\d)`,
      () => 'to',
    ),
    numberPattern(String.raw`(?<=\d-\d{2})\/(?=\d{4}-\d)`, () => 'to'),
    ...MONTH_PATTERNS,
    ...YEAR_PATTERNS,
  ];
}

const fullYear = (year: string) => Number(year.length === 2 ? `20${year}` : year);

/** The order of the voice's country, or the only one that makes a date. */
function sayShort(
  say: (year: number, month: number, day: number) => string | undefined,
  order: DateOrder,
  first: number,
  second: number,
  year: number,
): string | undefined {
  const [month, day] = order === 'month-first' ? [first, second] : [second, first];
  return say(year, month, day) ?? say(year, day, month);
}

function sayDate(order: DateOrder, year: number, month: number, day: number): string | undefined {
  const name = MONTHS[month - 1];
  if (!name || day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  const nth = sayOrdinal(String(day));
  return `${order === 'month-first' ? `${name} ${nth}` : `the ${nth} of ${name}`}, ${sayYear(year)}`;
}

const ofYear = (year: string | undefined) => (year ? `, ${sayYear(Number(year))}` : '');

const MONTH_PATTERNS: readonly Pattern[] = [
  pattern(
    String.raw`(${MONTH})\.?\s(${DAY})${NTH}(?:${TO}(${DAY})${NTH})?(?:,?\s(${YEAR}))?${NO_MORE}`,
    ([, month = '', day = '', last, year]) =>
      `${monthOf(month)} ${sayOrdinal(day)}${last ? ` to ${sayOrdinal(last)}` : ''}${ofYear(year)}`,
  ),
  numberPattern(
    String.raw`(?<=(\b[Tt]he\s|))(${DAY})${NTH}(?:${TO}(${DAY})${NTH})?\s(${MONTH})\b\.?(?:,?\s(${YEAR}))?${NO_MORE}`,
    ([, article, day = '', last, month = '', year]) =>
      `${article ? '' : 'the '}${sayOrdinal(day)}${last ? ` to ${sayOrdinal(last)}` : ''} of ${monthOf(month)}${ofYear(year)}`,
  ),
  numberPattern(String.raw`(?<=\d(?:st|nd|rd|th)?[ ]?)[-–](?=[ ]?(?:${MONTH})\.?\s\d)`, () => 'to'),
  pattern(
    String.raw`(${WEEKDAY})[-–](${WEEKDAY})${END}`,
    ([, from = '', to = '']) => `${fullName(WEEKDAYS, from)} to ${fullName(WEEKDAYS, to)}`,
  ),
  pattern(
    String.raw`(${MONTH})[-–](${MONTH})${END}`,
    ([, from = '', to = '']) => `${monthOf(from)} to ${monthOf(to)}`,
  ),
];

const ERA = String.raw`(BCE|CE|BC|AD|B\.C\.(?:E\.)?|A\.D\.)`;
const sayEra = (era: string) => [...era.replaceAll('.', '')].join(' ');
const FULL_YEAR = String.raw`1[1-9]\d{2}|20\d{2}`;

const YEAR_PATTERNS: readonly Pattern[] = [
  numberPattern(
    String.raw`(\d{1,4})(?:[-–](\d{1,4}))?\s?${ERA}(?![\p{L}\p{N}_])`,
    ([, from = '', to, era = '']) =>
      `${sayYear(Number(from))}${to ? ` to ${sayYear(Number(to))}` : ''} ${sayEra(era)}`,
  ),
  pattern(
    String.raw`${ERA}\s(\d{1,4})${NO_MORE}`,
    ([, era = '', year]) => `${sayEra(era)} ${sayYear(Number(year))}`,
  ),
  numberPattern(
    String.raw`(${FULL_YEAR})${TO}(${FULL_YEAR})${NO_MORE}`,
    ([, from = '', to = '']) => `${sayYear(Number(from))} to ${sayYear(Number(to))}`,
  ),
  numberPattern(
    String.raw`(${FULL_YEAR})([-–/])(\d{2})${NO_MORE}`,
    ([, from = '', mark, to = '']) => sayYearAndMore(from, mark ?? '', to),
  ),
];

/** "1990-95" goes from one year to another, "2019/20" is a season, "2024-01" a month. */
function sayYearAndMore(year: string, mark: string, rest: string): string | undefined {
  const step = Number(rest) - Number(year.slice(2));
  if (mark === '/' ? step === 1 : step > 0) {
    const isShort = Number(year) < 2000 && Number(rest) > 9;
    return `${sayYear(Number(year))} to ${isShort ? sayNumber(rest) : sayYear(Number(year) + step)}`;
  }
  const month = MONTHS[Number(rest) - 1];
  return mark === '-' && month ? `${month} ${sayYear(Number(year))}` : undefined;
}
