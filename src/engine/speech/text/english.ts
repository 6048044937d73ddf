import { ABBREVIATION_PATTERNS } from './english-abbreviations.ts';
import { SYMBOLS } from './english-words.ts';
import { createDatePatterns, type DateOrder } from './english/dates.ts';
import { DECADES } from './english/decades.ts';
import { DURATIONS } from './english/durations.ts';
import { foldFigures } from './english/fold-figures.ts';
import { FRACTIONS } from './english/fractions.ts';
import { IDENTIFIERS } from './english/identifiers.ts';
import { MATHS } from './english/maths.ts';
import { MONEY } from './english/money.ts';
import { LONG_ROWS, PLAIN_NUMBERS } from './english/plain-numbers.ts';
import { QUANTITIES } from './english/quantities.ts';
import { RANGES } from './english/ranges.ts';
import { ROMAN } from './english/roman.ts';
import { TIMES } from './english/times.ts';
import type { Normalizer, Pattern } from './normalizer.ts';
import { END, pattern } from './pattern.ts';

const ADDRESSES: readonly Pattern[] = [
  pattern(String.raw`https?:\/\/[^\s<>"')\]]*[^\s<>"')\].,;:!?]`, ([url = '']) =>
    sayUrl(url.replace(/^https?:\/\//, '')),
  ),
  pattern(String.raw`www\.[^\s<>"')\]]*[^\s<>"')\].,;:!?]`, ([url = '']) => sayUrl(url)),
  pattern(String.raw`[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}`, ([address = '']) =>
    address.replace('@', ' at ').replaceAll('.', ' dot '),
  ),
];

const WORDS: readonly Pattern[] = [
  ...ABBREVIATION_PATTERNS,
  ...ROMAN,
  // Words of programs: foo_bar, getName, index.ts.
  pattern(
    String.raw`([\w-]{1,60})\.(ts|js|py|md|txt|pdf|com|org|net|io|json|html|css|exe|png|jpg|wav|mp3)${END}`,
    ([, name = '', extension = '']) =>
      `${name.replace(/[_-]/g, ' ')} dot ${extension.length < 4 && !/^(?:com|org|net|exe)$/.test(extension) ? [...extension].join(' ').toUpperCase() : extension}`,
  ),
  pattern(String.raw`[\p{L}\p{N}]{1,60}(?:_[\p{L}\p{N}]{1,60}){1,20}`, ([name = '']) =>
    name.replaceAll('_', ' '),
  ),
  pattern(String.raw`\p{Ll}{1,40}(?:\p{Lu}\p{Ll}{1,40}){1,10}${END}`, ([name = '']) =>
    name.replace(/(\p{Lu})/gu, ' $1'),
  ),
  pattern(
    String.raw`#(?=\p{L})([\p{L}\p{N}_]+)`,
    ([, tag = '']) => `hashtag ${tag.replaceAll('_', ' ')}`,
  ),
  pattern(
    String.raw`@(?=\p{L})([\p{L}\p{N}_]+)`,
    ([, name = '']) => `at ${name.replaceAll('_', ' ')}`,
  ),
  pattern(String.raw`w\/o${END}`, () => 'without'),
  pattern(String.raw`w\/(?=\s)`, () => 'with'),
];

/**
 * The first that fits wins; each takes the text from where it stands, often several words of it.
 * The order is from the particular to the general: what a number is part of (an address, a date, an
 * identifier, a sum of money) is tried before the number itself.
 */
function createEnglish(order: DateOrder): Normalizer {
  const patterns = [
    ...ADDRESSES,
    ...LONG_ROWS,
    ...createDatePatterns(order),
    ...TIMES,
    ...DURATIONS,
    ...IDENTIFIERS,
    ...MONEY,
    ...DECADES,
    ...FRACTIONS,
    ...QUANTITIES,
    ...MATHS,
    ...RANGES,
    ...PLAIN_NUMBERS,
    ...WORDS,
  ];
  const wordPatterns = patterns.filter(({ beginsWithLetter }) => beginsWithLetter !== false);
  return { patterns, wordPatterns, symbols: SYMBOLS, fold: foldFigures };
}

export const american = createEnglish('month-first');
/** As American English, but "1/2/2024" is the first of February. */
export const british = createEnglish('day-first');

function sayUrl(address: string): string {
  const [host = '', ...path] = address.replace(/^www\./, '').split(/[/?#]/);
  const spelled = host.replaceAll('.', ' dot ').replace(/:(\d+)$/, ' port $1');
  const rest = path
    .filter((part) => part !== '' && part.length <= 24 && !/[=&%]/.test(part))
    .slice(0, 3);
  return [spelled, ...rest.map((part) => `slash ${part.replace(/[._-]/g, ' ')}`)].join(' ');
}
