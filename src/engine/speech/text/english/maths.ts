import { NUMBER, SIGN } from './number-syntax.ts';
import { END, GAP, numberPattern, pattern } from '../pattern.ts';
import { sayNumber } from './say-number.ts';
import { COMPOUND_UNIT, nameUnit, UNIT } from './units.ts';

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const POWER = String.raw`(?:([⁻⁺]?[${RAISED}]{1,9})|\^([-−+]?\d{1,9}))`;
/** What may stand on either side of a sign for an operation. */
const OPERAND_BEFORE = String.raw`(?<=[\p{L}\p{N})%²³]${GAP})`;
const OPERAND_BEHIND = String.raw`(?=${GAP}[-−+(√]?[\d.√(])`;
const FIGURES = String.raw`\d{1,15}(?:[.,]\d{1,9})?`;

/** "6.02×10²³", "10⁶". */
const TEN_TO_A_POWER = `(?:(${SIGN}${NUMBER})${GAP}[x×·*⋅]${GAP})?10${POWER}`;

/** Arithmetic as it is written in a line: "10 − 4 = 6", "2 × -4", "√16", "6.02×10²³", "x²". */
export const MATHS = [
  numberPattern(`${TEN_TO_A_POWER}${GAP}(${COMPOUND_UNIT}|${UNIT})${END}`, (match) => {
    const unit = nameUnit(match.at(-1) ?? '');
    return unit && `${sayTens(match)} ${unit.many}`;
  }),
  numberPattern(TEN_TO_A_POWER, sayTens),
  numberPattern(
    String.raw`(${SIGN}\d{1,15}(?:\.\d{1,15})?)[eE]([-−+]?\d{1,4})${END}`,
    ([, factor = '', power = '']) => `${sayNumber(factor)} times ten ${sayPower(power)}`,
  ),
  numberPattern(
    `(${SIGN}${NUMBER})${POWER}`,
    ([, base = '', raised, power]) => `${sayNumber(base)} ${sayPower(raised ?? power ?? '')}`,
  ),
  pattern(
    String.raw`((?:sin|cos|tan|log|ln)|\p{L}{1,2})(?:([⁻⁺]?[${RAISED}]{1,9})|\^([-−+]?\d{1,9}))`,
    ([match = '', base = '', raised, power]) =>
      (base.length > 1 || base === 'm' ? nameUnit(match)?.many : undefined) ??
      `${base} ${sayPower(raised ?? power ?? '')}`,
  ),
  numberPattern(
    `√${GAP}(${NUMBER})`,
    ([, amount = '']) => `the square root of ${sayNumber(amount)}`,
  ),
  numberPattern('√', () => 'the square root of'),
  numberPattern('∛', () => 'the cube root of'),
  numberPattern(String.raw`[~∼≈]${GAP}(?=[-−]?[\d.\p{Sc}])`, () => 'about'),
  // The sign is taken with the number before it where the tokens' punctuation would swallow it.
  numberPattern(
    String.raw`(${NUMBER})\*{1,2}(?=[-−]?\d)`,
    ([match = '', amount = '']) =>
      `${sayNumber(amount)} ${match.endsWith('**') ? 'to the power of' : 'times'}`,
  ),
  numberPattern(
    String.raw`(${FIGURES})-(?=${FIGURES}${GAP}=)`,
    ([, amount = '']) => `${sayNumber(amount)} minus`,
  ),
  numberPattern(String.raw`(?<=\d)[·∙](?=\d)`, () => 'times'),
  numberPattern(String.raw`(?<=\d)\/(?=${FIGURES}${GAP}=)`, () => 'divided by'),
  numberPattern(String.raw`${OPERAND_BEFORE}[*∗](?=\s[-−]?[\p{L}\d(])`, () => 'times'),
  numberPattern(`${OPERAND_BEFORE}[−]${GAP}(?=[\\p{L}\\d.(√\\p{Sc}])`, () => 'minus'),
  // A hyphen or dash between spaces: a subtraction where it can be nothing else, or else a range.
  numberPattern(String.raw`(?<=[=+*/×÷−-]\s${FIGURES}\s)[-–]${OPERAND_BEHIND}`, () => 'minus'),
  numberPattern(
    String.raw`(?<=\d\s)[-–](?=\s${FIGURES}(?:\s[-+−*/×÷]\s${FIGURES}){0,4}\s=)`,
    () => 'minus',
  ),
  numberPattern(String.raw`(?<=\d\s)[-–](?=\s[-−(√]\d)`, () => 'minus'),
  numberPattern(
    String.raw`(?<=(?<![\p{L}\d.,:/-])(\d{1,15})\s)[-–](?=\s(\d{1,15})(?![\p{L}\d:/-]))`,
    ([, from, to]) => (Number(from) < Number(to) ? 'to' : 'minus'),
  ),
];

function sayTens([, factor, raised, power]: readonly (string | undefined)[]): string {
  return `${factor ? `${sayNumber(factor)} times ` : ''}ten ${sayPower(raised ?? power ?? '')}`;
}

/** 2 is "squared", 23 is "to the power of twenty-three". */
function sayPower(written: string): string {
  const power = written
    .replace(/[⁰-⁹¹²³]/g, (figure) => figure.normalize('NFKC'))
    .replace('⁻', '-')
    .replace('⁺', '');
  if (power === '2') return 'squared';
  if (power === '3') return 'cubed';
  return `to the power of ${sayNumber(power.replace(/^\+/, ''))}`;
}
