import type { Pattern } from './normalizer.ts';
import { alternatives, END, pattern } from './pattern.ts';

/** Said instead of the abbreviation. A full stop that follows belongs to it. */
export const ABBREVIATIONS: Readonly<Record<string, string>> = {
  Dr: 'Doctor',
  Mr: 'Mister',
  Mrs: 'Missus',
  Ms: 'Miz',
  Prof: 'Professor',
  Rev: 'Reverend',
  Hon: 'Honorable',
  Capt: 'Captain',
  Col: 'Colonel',
  Gen: 'General',
  Lt: 'Lieutenant',
  Sgt: 'Sergeant',
  Gov: 'Governor',
  Sen: 'Senator',
  Rep: 'Representative',
  Jr: 'Junior',
  Sr: 'Senior',
  vs: 'versus',
  etc: 'et cetera',
  approx: 'approximately',
  dept: 'department',
  est: 'established',
  Inc: 'Incorporated',
  Ltd: 'Limited',
  Corp: 'Corporation',
  Co: 'Company',
  Ave: 'Avenue',
  Blvd: 'Boulevard',
  Rd: 'Road',
  Mt: 'Mount',
  Ft: 'Fort',
  al: 'al',
  min: 'minutes',
  max: 'maximum',
  Jan: 'January',
  Feb: 'February',
  Mar: 'March',
  Apr: 'April',
  Jun: 'June',
  Jul: 'July',
  Aug: 'August',
  Sep: 'September',
  Sept: 'September',
  Oct: 'October',
  Nov: 'November',
  Dec: 'December',
};

/** Abbreviations that stand before a name or a number: their full stop never ends a sentence. */
export const LEADING_ABBREVIATIONS: ReadonlySet<string> = new Set(
  'Dr Mr Mrs Ms Prof Rev Hon Capt Col Gen Lt Sgt Gov Sen Rep vs approx Mt Ft Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec'.split(
    ' ',
  ),
);

/** Written with full stops inside. */
export const DOTTED: Readonly<Record<string, string>> = {
  'e.g.': 'for example',
  'i.e.': 'that is',
  'a.m.': 'A M',
  'p.m.': 'P M',
  'A.M.': 'A M',
  'P.M.': 'P M',
  'Ph.D.': 'P H D',
  'c.f.': 'compare',
  'cf.': 'compare',
};

/** Beside a number with a full stop: "No. 5", "Fig. 3", "p. 12". */
export const BEFORE_NUMBERS: Readonly<Record<string, string>> = {
  No: 'number',
  Nos: 'numbers',
  Fig: 'figure',
  Figs: 'figures',
  Eq: 'equation',
  Vol: 'volume',
  Ch: 'chapter',
  Sec: 'section',
  Art: 'article',
  p: 'page',
  pp: 'pages',
};

export const ABBREVIATION_PATTERNS: readonly Pattern[] = [
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
];
