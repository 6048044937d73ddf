import { nameCurrency, type CurrencyName } from './currencies.ts';
import { END, GAP, numberPattern, pattern } from '../pattern.ts';
import { MEASURE, NUMBER, readNumber } from './number-syntax.ts';
import { isOne, sayNumber, sayWhole } from './say-number.ts';

export const MAGNITUDES: Readonly<Record<string, string>> = {
  k: 'thousand',
  m: 'million',
  mn: 'million',
  mio: 'million',
  b: 'billion',
  bn: 'billion',
  t: 'trillion',
  tn: 'trillion',
};

const SIGNED = String.raw`((?<![\p{L}\p{N})\]])[-–]|[−+])?`;
/**
 * Words and names of things that are also codes of currencies: such a code counts only after the
 * amount.
 */
const ALSO_WORDS =
  'ALL|AMD|ANG|ARS|BAM|BOB|COP|CUP|CVE|DOP|ERN|GEL|LAK|MAD|MOP|NIO|PAB|PEN|PHP|RON|SAR|SOS|STD|TOP|TRY';
const BEFORE = String.raw`((?:[A-Z]{1,2})?\p{Sc}|Rs\.?|RM|Fr\.|SFr|kr|(?!(?:${ALSO_WORDS}))[A-Z]{3}(?=[\s\d−-]))`;
const BEHIND = String.raw`(\p{Sc}(?!\d)|(?:(?!ALL|CUP|MAD|TOP)[A-Z]{3}|zł|Kč|kr|Ft|TL|Rs)${END})`;
const AMOUNT = String.raw`(\d{1,30},\d{2}(?!\d|[,.]\d)|${MEASURE})`;
const MAGNITUDE = String.raw`(?:${GAP}(thousand|million|billion|trillion|lakh|crore|bn|mn|tn|[kKmMbBtT])${END})?`;
const DASH = String.raw`${GAP}[-–—]${GAP}`;

/**
 * What costs the sum before it or is made for it: "a $5 bill", "a $2-million deal" are said in the
 * singular.
 */
const THINGS =
  'bills?|notes?|coins?|tickets?|fees?|fines?|deals?|gifts?|prizes?|loans?|budgets?|discounts?|checks?|cheques?|investments?|donations?|bonus|reward|tip|bet|cap|limit';

/** An amount as it is written; `sign` as `SIGNED` has it. */
interface Money {
  sign: string | undefined;
  amount: string;
  magnitude: string | undefined;
}

/** Sums of money: "-$1,200.75", "$5–$10", "USD 20 million", "5 €", "50¢". */
export const MONEY = [
  // From one to another, with the sign at one or both of them.
  pattern(
    `${SIGNED}${BEFORE}${GAP}${AMOUNT}${MAGNITUDE}${DASH}${BEFORE}?${GAP}${AMOUNT}${MAGNITUDE}${END}`,
    ([, sign, currency = '', from = '', low, other, to = '', high]) =>
      (other ?? currency) === currency
        ? sayRange(
            currency,
            { sign, amount: from, magnitude: low },
            { sign: undefined, amount: to, magnitude: high },
          )
        : undefined,
  ),
  numberPattern(
    `${AMOUNT}${GAP}${BEHIND.replace('(', '(?:')}?${DASH}${AMOUNT}${GAP}${BEHIND}`,
    ([, from = '', to = '', currency = '']) => sayRange(currency, plain(from), plain(to)),
  ),
  numberPattern(
    `(\\p{Sc})(${NUMBER})(?:[ -](thousand|million|billion|trillion))?[ -](?=(?:${THINGS})${END})`,
    ([, currency = '', amount = '', magnitude]) => {
      const name = hasNoParts(amount) ? nameCurrency(currency)?.one : undefined;
      return name && `${sayShort({ sign: undefined, amount, magnitude })} ${name}`;
    },
  ),
  // The sign before the amount, with a minus on either side of it.
  pattern(
    `${SIGNED}${BEFORE}${GAP}([-−–])?${AMOUNT}${MAGNITUDE}`,
    ([, outer, currency = '', inner, amount = '', magnitude]) =>
      saySum(currency, { sign: outer ?? inner, amount, magnitude }),
  ),
  // After it.
  numberPattern(`${SIGNED}(${NUMBER})${GAP}¢`, ([, sign, amount = '']) =>
    withSign(sign, `${sayNumber(amount)} ${isOne(amount) ? 'cent' : 'cents'}`),
  ),
  numberPattern(
    String.raw`(\d{1,2})p${END}`,
    ([, amount = '']) => `${sayNumber(amount)} ${isOne(amount) ? 'penny' : 'pence'}`,
  ),
  numberPattern(
    `${SIGNED}${AMOUNT}${MAGNITUDE}${GAP}${BEHIND}`,
    ([, sign, amount = '', magnitude, currency = '']) =>
      saySum(currency, { sign, amount, magnitude }),
  ),
  numberPattern(String.raw`¢`, () => 'cents'),
  numberPattern(String.raw`\p{Sc}`, ([sign = '']) => nameCurrency(sign)?.one),
];

const plain = (amount: string): Money => ({ sign: undefined, amount, magnitude: undefined });

function withSign(sign: string | undefined, words: string): string {
  if (!sign) return words;
  return `${sign === '+' ? 'plus' : 'minus'} ${words}`;
}

function saySum(sign: string, money: Money): string | undefined {
  const currency = nameCurrency(sign);
  return currency && sayMoney(currency, money);
}

/** The currency is said once where both are whole amounts: "ten to twenty dollars". */
function sayRange(sign: string, from: Money, to: Money): string | undefined {
  const currency = nameCurrency(sign);
  if (!currency) return undefined;
  const isShort = hasNoParts(from.amount) && (!from.magnitude || from.magnitude === to.magnitude);
  return `${isShort ? sayShort(from) : sayMoney(currency, from)} to ${sayMoney(currency, to)}`;
}

function sayShort({ sign, amount, magnitude }: Money): string {
  return withSign(sign, [sayNumber(amount), magnitudeOf(magnitude)].filter(Boolean).join(' '));
}

function magnitudeOf(magnitude: string | undefined): string | undefined {
  return magnitude && (MAGNITUDES[magnitude.toLowerCase()] ?? magnitude);
}

const hasNoParts = (amount: string) => readNumber(amount).fraction?.length !== 2;

function sayMoney({ one, many, part }: CurrencyName, { sign, amount, magnitude }: Money): string {
  const { fraction, ...whole } = readNumber(amount);
  if (magnitude || fraction?.length !== 2 || !part) {
    const name = !magnitude && isOne(amount.replace(/[.,]00$/, '')) ? one : many;
    return `${sayShort({ sign, amount, magnitude })} ${name}`;
  }
  const units = /[1-9]/.test(whole.whole)
    ? `${sayWhole(whole)} ${isOne(whole.whole) ? one : many}`
    : '';
  const parts =
    fraction === '00'
      ? ''
      : `${sayNumber(String(Number(fraction)))} ${part[fraction === '01' ? 0 : 1]}`;
  return withSign(sign, [units, parts].filter(Boolean).join(' and ') || `zero ${many}`);
}
