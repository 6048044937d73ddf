import {
  TITLES,
  BEFORE_NUMBERS,
  STREETS,
  MONTH_NAMES,
  DAYS,
  DAYS_OR_WORDS,
  OTHERS,
  LEADING_OTHERS,
  DOTTED_FORMS,
  type Words,
} from './english-abbreviation-words.ts';
import type { Pattern } from './normalizer.ts';
import { alternatives, END, pattern } from './pattern.ts';

const capitalize = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1);
/** As it is, with a capital, and in capitals, as in headings. One letter is itself alone. */
const formsOf = (words: Words): Words =>
  Object.fromEntries(
    Object.entries(words).flatMap(([short, long]) =>
      (short.length === 1 ? [short] : [short, capitalize(short), short.toUpperCase()]).map(
        (form) => [form, long],
      ),
    ),
  );

/** "12 Oak ", "1600 N. West Lake ": a number and names, not a date. */
const ADDRESS = String.raw`(?:^|[^\p{L}\p{N}])\d{1,5}\s(?:[NSEW]\.?\s)?(?!(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b)(?:\p{Lu}[\p{L}'’]*\s|\d+(?:st|nd|rd|th)\s){1,4}`;
/** "Main ", and then what is not a name. */
const NAME_BEFORE = String.raw`\p{Lu}[\p{L}'’]+\s`;
const NO_NAME_BEHIND = String.raw`(?!\s+\p{Lu}|\s*$)(?=[\s,;:)!?]|\.)`;
const NAME_BEHIND = String.raw`(?=\s+["“]?\p{Lu})`;
const STARTER_BEHIND = String.raw`(?=\s+(?:The|He|She|It|I|We|They|You|This|That|There|In|On|At|But|And|So|Then|A)\b|\s*$)`;
const ENDS_ADDRESS = new RegExp(`${ADDRESS}$`, 'u');

const find =
  (words: Words) =>
  ([, short = '']: readonly (string | undefined)[]) =>
    words[short];
/** One of the words, and what stands before it. In this order, since looking back is slow. */
const oneOf = (words: Words, before = '') =>
  `(${alternatives(Object.keys(words))})${before === '' ? '' : `(?<=${before}\\1)`}`;
/** With its full stop. */
const dotted = (words: Words, before = '', behind = '') =>
  pattern(`${oneOf(words, before)}\\.${behind}`, find(words));

const TITLE_FORMS = formsOf(TITLES);
const NUMBER_FORMS = formsOf(BEFORE_NUMBERS);
const STREET_FORMS = formsOf(STREETS);
const OTHER_FORMS = formsOf(OTHERS);
const CALENDAR_FORMS = formsOf({ ...MONTH_NAMES, ...DAYS });
/** Streets that are nothing else. */
const PLAIN_STREETS = formsOf(
  Object.fromEntries(
    Object.entries(STREETS).filter(([short]) => !/^(?:Dr|St|Pl|Ter|Cir)$/.test(short)),
  ),
);

/** The first that fits wins. */
export const ABBREVIATION_PATTERNS: readonly Pattern[] = [
  pattern(
    String.raw`(${alternatives(Object.keys(DOTTED_FORMS))})(?=[\s,;:)]|$)`,
    ([, short = '']) => DOTTED_FORMS[short],
  ),
  dotted(
    NUMBER_FORMS,
    '',
    String.raw`(?=\s?\(?\d|\s(?:[IVXLC]{2,}(?![\p{L}\p{N}])|[IVXLC](?=[.,;:)\s]*(?:$|[.,;:)]))))`,
  ),
  pattern(String.raw`№(?=\s?\d)`, () => 'number'),
  pattern(String.raw`([CF])#${END}`, ([, letter = '']) => `${letter} sharp`),
  // Streets and saints, doctors and drives.
  pattern(`${oneOf(STREET_FORMS, ADDRESS)}\\.?${END}`, find(STREET_FORMS)),
  pattern(`(St|Dr)(?<=${NAME_BEFORE}\\1)\\.(?:${NO_NAME_BEHIND}|${STARTER_BEHIND})`, find(STREETS)),
  pattern(`(?:St|Ste)\\.?${NAME_BEHIND}`, () => 'Saint'),
  pattern(`St(?<=${NAME_BEFORE}St)\\.?${END}`, () => 'Street'),
  dotted(PLAIN_STREETS),
  dotted(TITLE_FORMS),
  pattern(`(Dr|Mr|Mrs|Ms|Prof)${NAME_BEHIND}`, find(TITLES)),
  pattern(`(dr|mr|mrs|ms|prof)\\.(?=\\s\\p{L})`, ([, short = '']) => TITLES[capitalize(short)]),
  // A name that is a month, before a sentence: "I met Jan. She smiled."
  pattern(
    `Jan(?<!(?:in|of|on|by|since|until|late|early|mid|last|next|this)[\\s-]Jan)(?=\\.\\s+(?:She|He|They|I|We)\\b)`,
    () => 'Jan',
  ),
  dotted(CALENDAR_FORMS),
  dotted(
    DAYS_OR_WORDS,
    String.raw`(?:(?:on|by|until|till|every|next|last|this|from|to|through|and)\s|\()`,
    '',
  ),
  dotted(
    DAYS_OR_WORDS,
    '',
    String.raw`(?=,?\s(?:\d|(?:${alternatives(Object.keys({ ...MONTH_NAMES, ...DAYS, ...DAYS_OR_WORDS }))})\b|at\s|to\s|and\s\p{Lu}|through\s|morning|evening|night))`,
  ),
  pattern(
    `(mins?)(?<=(?:one|two|three|four|five|six|seven|eight|nine|ten|few|several|some|many|\\d)\\s\\1)\\.`,
    () => 'minutes',
  ),
  // "Roe v. Wade".
  pattern(`v\\.(?<=\\p{Lu}[\\p{L}.]{0,30}\\sv\\.)${NAME_BEHIND}`, () => 'versus'),
  dotted(OTHER_FORMS),
  pattern(String.raw`(?:\p{Lu}\.){2,}`, ([letters = '']) => letters.replaceAll('.', ' ').trim()),
];

const LEADING: ReadonlySet<string> = new Set([
  ...[...Object.keys(TITLES), ...Object.keys(BEFORE_NUMBERS), ...LEADING_OTHERS].map((word) =>
    word.toLowerCase(),
  ),
  'st',
]);

const ALL: ReadonlySet<string> = new Set(
  [TITLES, BEFORE_NUMBERS, STREETS, MONTH_NAMES, DAYS, DAYS_OR_WORDS, OTHERS].flatMap((words) =>
    Object.keys(words).map((word) => word.toLowerCase()),
  ),
);

/** Whether a full stop after a word may belong to the word: "Dr", "p.m", "U.S", "J". */
export function isAbbreviation(word: string): boolean {
  return (
    ALL.has(word.toLowerCase()) ||
    /^(?:\p{L}{1,2}\.)+\p{L}{0,2}$/u.test(word) ||
    /^\p{Lu}$/u.test(word)
  );
}

/**
 * Whether the full stop of an abbreviation, which begins at `start`, never ends a sentence: "Dr.
 * Smith", but "12 Oak Dr."
 */
export function isLeading(abbreviation: string, text: string, start: number): boolean {
  const word = abbreviation.toLowerCase();
  if (!LEADING.has(word)) return false;
  const isStreet = word === 'dr' || word === 'st';
  if (!isStreet) return true;
  const before = text.slice(Math.max(0, start - 80), start);
  return (
    !ENDS_ADDRESS.test(before) &&
    !(/\p{Lu}[\p{L}'’]+\s$/u.test(before) && STARTS_SENTENCE.test(text.slice(start)))
  );
}

const STARTS_SENTENCE = new RegExp(`^\\w+\\.${STARTER_BEHIND}`, 'u');
