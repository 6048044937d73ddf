import { MEASURE, NUMBER, SIGN } from './number-syntax.ts';
import { END, GAP, numberPattern } from '../pattern.ts';
import { isOne, sayNumber } from './say-number.ts';
import { COMPOUND_UNIT, isTight, namePer, nameUnit, PER, UNIT } from './units.ts';

/**
 * A number with its unit in singular or plural; `undefined` where `unit` is none ("4K" is a size of
 * screens, "300 K" a temperature).
 */
export function sayQuantity(amount: string, unit: string, gap = ''): string | undefined {
  const isOther = gap === '' ? unit === 'K' : isTight(unit);
  const name = isOther ? undefined : nameUnit(unit);
  return name && `${sayNumber(amount)} ${isOne(amount) ? name.one : name.many}`;
}

const NO_MORE = String.raw`${END}(?!\/\p{L})`;

/** Amounts with a unit: "5 km", "9.8 m/s²", "-5 °C", "12-V", 5'10". */
export const QUANTITIES = [
  // From one to another; the unit may stand at both.
  numberPattern(
    `(${SIGN}${MEASURE})(?:${GAP}(${UNIT}))?${GAP}[-–—]${GAP}(${SIGN}${MEASURE})(${GAP})(${COMPOUND_UNIT}|${UNIT})${END}`,
    ([, from = '', first, to = '', gap, unit = '']) => {
      const last = sayQuantity(to, unit, gap);
      return last && (!first || nameUnit(first)) ? `${sayNumber(from)} to ${last}` : undefined;
    },
  ),
  numberPattern(
    String.raw`(\d{1,9}(?:\.\d{1,9})?)${GAP}[x×]${GAP}(?:(\d{1,9}(?:\.\d{1,9})?)${GAP}[x×]${GAP})?(\d{1,9}(?:\.\d{1,9})?)(${GAP})(${UNIT})${END}`,
    ([, first = '', second, last = '', gap, unit = '']) => {
      const said = sayQuantity(last, unit, gap);
      return said && [sayNumber(first), ...(second ? [sayNumber(second)] : []), said].join(' by ');
    },
  ),
  numberPattern(
    String.raw`(\d{1,2})(?:['′]${GAP}(\d{1,2})["″]|${GAP}ft\.?${GAP}(\d{1,2})${GAP}in${END})`,
    ([, feet = '', inches, others = '']) =>
      `${sayQuantity(feet, 'ft')} ${sayQuantity(inches ?? others, 'in')}`,
  ),
  numberPattern(`(${NUMBER})([′″])`, ([, amount = '', mark]) =>
    sayQuantity(amount, mark === '′' ? 'ft' : 'in'),
  ),
  // "A 5-km run": one of something.
  numberPattern(
    String.raw`(${NUMBER})-(?!(?:[dtshlLgKMkADGB]|min|in)${END})(${UNIT})(?![\p{L}\p{N}_-])`,
    ([, amount = '', unit = '']) => {
      const name = nameUnit(unit);
      return name && `${sayNumber(amount)} ${name.one}`;
    },
  ),
  numberPattern(
    `(${SIGN}${MEASURE})(${GAP})(${COMPOUND_UNIT})${NO_MORE}`,
    ([, amount = '', gap, unit = '']) => sayQuantity(amount, unit, gap),
  ),
  numberPattern(`(${SIGN}${MEASURE})(${GAP})(${UNIT})${END}`, ([, amount = '', gap, unit = '']) =>
    unit === 'B' && gap === '' && !isBytes(amount)
      ? `${sayNumber(amount)} billion`
      : sayQuantity(amount, unit, gap),
  ),
  // A rate of something else: "$5/month", "3/day".
  numberPattern(String.raw`(?<=[\d\p{Sc}%])${PER}${END}`, ([, divisor = '']) => {
    const name = namePer(divisor);
    return name && `per ${name}`;
  }),
];

/** "512B" are bytes, "7B" is a number of people, parameters or dollars. */
function isBytes(amount: string): boolean {
  const power = Math.log2(Number(amount.replace(/[^\d.]/g, '')));
  return power >= 6 && Number.isInteger(power);
}
