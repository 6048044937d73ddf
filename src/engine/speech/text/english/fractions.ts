import type { Pattern } from '../normalizer.ts';
import { SIGN } from './number-syntax.ts';
import { END, GAP, numberPattern } from '../pattern.ts';
import { sayFraction, sayNumber } from './say-number.ts';
import { nameUnit, UNIT } from './units.ts';

const VULGAR = '¼½¾⅐-⅞↉';
const SLASH = String.raw`(\d{1,3})\/(\d{1,3})`;
const NO_MORE = String.raw`(?![\p{L}\p{N}_]|\/\d|[.,]\d)`;
/** Read as they are known, not as fractions. */
const SET_PHRASES: ReadonlySet<string> = new Set(['24/7', '9/11', '7/7', '20/20']);

/**
 * How a mixed number or a fraction is written, and its spoken form, with and without a following
 * unit.
 */
const KINDS: readonly (readonly [source: string, say: Pattern['say'], number: 'one' | 'many'])[] = [
  [
    `(${SIGN})(\\d{1,9})${GAP}([${VULGAR}])`,
    ([, sign = '', whole = '', sort = '']) =>
      `${sayNumber(sign + whole)} and ${sayVulgar(sort).replace(/^one /, 'a ')}`,
    'many',
  ],
  [`(${SIGN})([${VULGAR}])`, ([, sign = '', sort = '']) => withSign(sign, sayVulgar(sort)), 'one'],
  [
    `(${SIGN})(\\d{1,9})[ \\u00a0-]${SLASH}${NO_MORE}`,
    ([, sign = '', whole = '', top = '', bottom = '']) =>
      isProper(top, bottom)
        ? `${sayNumber(sign + whole)} and ${sayFraction(top, bottom)}`
        : undefined,
    'many',
  ],
  [
    `(${SIGN})${SLASH}${NO_MORE}`,
    ([, sign = '', top = '', bottom = '']) => {
      const said = sayQuotient(top, bottom);
      return said && withSign(sign, said);
    },
    'one',
  ],
];

/** "½", "3 1/4", "-3½ km", "120/80". */
export const FRACTIONS = [
  numberPattern(String.raw`\d{1,4}(?:\/\d{1,4}){2,8}(?!\/?\d)${END}`, ([row = '']) =>
    row.split('/').map(sayNumber).join(' slash '),
  ),
  ...KINDS.flatMap(([source, say, number]) => [
    numberPattern(`${source}${GAP}(${UNIT})${END}`, (match) => {
      const unit = nameUnit(match.at(-1) ?? '');
      const fraction = unit && say(match);
      return fraction && `${fraction} ${unit[number]}`;
    }),
    numberPattern(source, say),
  ]),
];

const isProper = (top: string, bottom: string) => Number(top) > 0 && Number(top) < Number(bottom);

/**
 * Shares of a hundred without the stroke, a fraction if it looks like one, blood pressure "over";
 * anything else by its figures and stroke.
 */
function sayQuotient(top: string, bottom: string): string | undefined {
  const isPhrase =
    SET_PHRASES.has(`${top}/${bottom}`) ||
    (Number(top) + Number(bottom) === 100 && Number(top) > 9);
  if (isPhrase) return `${sayNumber(top)} ${sayNumber(bottom)}`;
  if (isProper(top, bottom)) return sayFraction(top, bottom);
  if (top === bottom) return `${sayNumber(top)} out of ${sayNumber(bottom)}`;
  if (Number(bottom) >= 20 && Number(top) > Number(bottom))
    return `${sayNumber(top)} over ${sayNumber(bottom)}`;
  const isImproper =
    Number(bottom) >= 2 &&
    Number(bottom) <= 10 &&
    Number(top) % Number(bottom) !== 0 &&
    Number(top) < 20;
  return isImproper ? sayFraction(top, bottom) : undefined;
}

/** Unicode knows of what figures a sign is made: "⅝" is 5 and 8. */
function sayVulgar(sign: string): string {
  const [top = '', bottom = ''] = sign.normalize('NFKD').split('\u2044');
  return sayFraction(top, bottom);
}

function withSign(sign: string, words: string): string {
  if (sign === '') return words;
  return `${sign === '+' ? 'plus' : 'minus'} ${words}`;
}
