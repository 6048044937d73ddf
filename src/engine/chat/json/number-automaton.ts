import { explore, isEmpty, type Automaton } from './automaton.ts';
import { ceilTo, floorTo, nextAbove, nextBelow, toDecimal, type Decimal } from './decimal.ts';
import { compilePattern } from './regex-automaton.ts';

/** A schema's constraints on a number. Bounds are finite doubles. */
export interface NumberRange {
  isInteger: boolean;
  min?: number;
  max?: number;
  /** The bounds themselves are left out. */
  isAboveMin?: boolean;
  isBelowMax?: boolean;
  /** The number is a multiple of all of these. */
  divisors: readonly number[];
}

/** So many digits are exact in a double, and no number of a user's needs more. */
const MAX_WHOLE_DIGITS = 15;
const MAX_FRACTION_DIGITS = 10;
/** Of numbers with bounds that do not ask for more themselves. */
const FRACTION_DIGITS = 4;

const FREE_INTEGER = '^(?:0|-?[1-9][0-9]{0,14})$';
const FREE_NUMBER = '^-?(?:0|[1-9][0-9]{0,14})(?:\\.[0-9]{1,10})?(?:[eE][+-]?[0-9]{1,2})?$';

/**
 * The JSON numbers of a range: each is read as a double that lies in it. Unbounded numbers have at
 * most 15 digits before the point and 10 after it; bounded ones have no exponent. Throws TooLarge.
 */
export function compileNumbers(range: NumberRange): Automaton {
  const { isInteger, min, max, divisors } = range;
  if (min === undefined && max === undefined && divisors.length === 0)
    return compilePattern(isInteger ? FREE_INTEGER : FREE_NUMBER);
  const [low, high] = [readLowest(range), readHighest(range)];
  const scale = chooseScale(range, low, high);
  const limit = chooseLimit(range) * 10n ** BigInt(scale);
  const lowest = low ? ceilTo(low, scale) : -limit;
  const highest = high ? floorTo(high, scale) : limit;
  // Bounds of hundreds of digits, with all that anyone asks for between them.
  const far = 10n ** BigInt(MAX_WHOLE_DIGITS + scale);
  const from = lowest < -far && highest >= -far ? -far : lowest;
  const to = highest > far && from <= far ? far : highest;
  const divisor = divisors.reduce(
    (all, each) => leastCommonMultiple(all, toUnits(each, scale)),
    1n,
  );
  const grid = { scale, divisor };
  const negative = writeDigits({ ...grid, from: to < -1n ? -to : 1n, to: -from, isNegative: true });
  const positive = writeDigits({ ...grid, from: from > 0n ? from : 0n, to, isNegative: false });
  if (isEmpty(negative)) return positive;
  return isEmpty(positive) ? negative : join(positive, negative);
}

/**
 * Whether multiples of it can be told by their digits and come out even in a double: whole numbers,
 * halves, quarters and so on.
 */
export function canDivide(divisor: number): boolean {
  const { digits, scale } = toDecimal(divisor);
  return (
    divisor > 0 &&
    scale <= MAX_FRACTION_DIGITS &&
    digits <= MAX_DIVISOR &&
    Number.isInteger(divisor * 2 ** scale)
  );
}

const MAX_DIVISOR = 10_000n;

/**
 * An exclusive bound is the next double: what is written with more digits would be rounded to the
 * bound.
 */
function readLowest({ min, isAboveMin }: NumberRange): Decimal | undefined {
  return min === undefined ? undefined : toDecimal(isAboveMin ? nextAbove(min) : min);
}

function readHighest({ max, isBelowMax }: NumberRange): Decimal | undefined {
  return max === undefined ? undefined : toDecimal(isBelowMax ? nextBelow(max) : max);
}

/** Digits after the point: enough for the bounds and some between them. */
function chooseScale(
  { isInteger, min, max, divisors }: NumberRange,
  low?: Decimal,
  high?: Decimal,
): number {
  if (isInteger) return 0;
  if (divisors.length > 0) return Math.max(...divisors.map((each) => toDecimal(each).scale));
  const asked = [min, max].map((bound) => (bound === undefined ? 0 : toDecimal(bound).scale));
  const scale = Math.min(MAX_FRACTION_DIGITS, Math.max(FRACTION_DIGITS, ...asked));
  const isWide = !low || !high || ceilTo(low, scale) <= floorTo(high, scale);
  // Between very close bounds there are numbers of more digits alone.
  return isWide ? scale : Math.max(low.scale, high.scale);
}

/** How far numbers go on a side without a bound. */
function chooseLimit({ isInteger, min = 0, max = 0, divisors }: NumberRange): bigint {
  const least =
    isInteger && divisors.length === 0 ? 10n ** BigInt(MAX_WHOLE_DIGITS) - 1n : 999_999_999n;
  const furthest = [min, max].map((bound) => floorTo(toDecimal(Math.abs(bound)), 0) * 1000n);
  return [...furthest, least].reduce((a, b) => (a > b ? a : b));
}

function toUnits(divisor: number, scale: number): bigint {
  const { digits, scale: own } = toDecimal(divisor);
  if (own > scale) return digits;
  return digits * 10n ** BigInt(scale - own);
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  let [large, small] = [a, b];
  while (small > 0n) [large, small] = [small, large % small];
  return (a / large) * b;
}

/**
 * Numbers from `from` to `to`, neither negative, in units of ten to the power of `-scale`;
 * `isNegative`: with a minus before them.
 */
interface Grid {
  from: bigint;
  to: bigint;
  scale: number;
  divisor: bigint;
  isNegative: boolean;
}

/** A reading of the digits so far under the guess that so many whole digits come in all. */
interface Reading {
  /** Digits still to come before and after the point. */
  left: number;
  isPointRead: boolean;
  /**
   * All that is left of the bounds, where the digits so far are theirs; `undefined`: any digits
   * fit.
   */
  low: string | undefined;
  high: string | undefined;
  rest: bigint;
}

type Readings = 'sign' | 'first' | readonly Reading[];

function writeDigits(grid: Grid): Automaton {
  const { from, to, scale, divisor, isNegative } = grid;
  if (from > to)
    return explore<null>(
      null,
      () => '',
      () => false,
      () => [],
    );
  return explore<Readings>(
    isNegative ? 'sign' : 'first',
    (readings) => (typeof readings === 'string' ? readings : readings.map(describe).join(';')),
    (readings) => typeof readings !== 'string' && readings.some((reading) => isWhole(reading)),
    function* (readings) {
      if (readings === 'sign') return yield [MINUS, MINUS, 'first'];
      const current = readings === 'first' ? begin() : readings;
      const pointed =
        readings === 'first'
          ? []
          : current.filter(({ left, isPointRead }) => left === scale && !isPointRead);
      if (scale > 0 && pointed.length > 0)
        yield [POINT, POINT, pointed.map((reading) => ({ ...reading, isPointRead: true }))];
      for (let digit = 0; digit <= 9; digit++) {
        const next = current.flatMap((reading) => advance(reading, digit, readings === 'first'));
        if (next.length > 0) yield [ZERO + digit, ZERO + digit, next];
      }
    },
  );

  function begin(): Reading[] {
    const [least, most] = [from, to].map((bound) => Math.max(1, String(bound).length - scale)) as [
      number,
      number,
    ];
    return Array.from({ length: most - least + 1 }, (_, index) => {
      const left = least + index + scale;
      return {
        left,
        isPointRead: false,
        low: index === 0 ? String(from).padStart(left, '0') : undefined,
        high: least + index === most ? String(to).padStart(left, '0') : undefined,
        rest: 0n,
      };
    });
  }

  function advance(reading: Reading, digit: number, isFirst: boolean): Reading[] {
    const { left, isPointRead, low, high, rest } = reading;
    const isBehindWhole = left <= scale && !isPointRead;
    const isLeadingZero = isFirst && digit === 0 && left > scale + 1;
    if (left === 0 || isBehindWhole || isLeadingZero) return [];
    const [least, most] = [Number(low?.[0] ?? 0), Number(high?.[0] ?? 9)];
    if (digit < least || digit > most) return [];
    return [
      {
        left: left - 1,
        isPointRead,
        low: digit === least ? low?.slice(1) : undefined,
        high: digit === most ? high?.slice(1) : undefined,
        rest: (rest * 10n + BigInt(digit)) % divisor,
      },
    ];
  }

  /** Whether the number may end here, zeros standing for the digits that are not written. */
  function isWhole({ left, isPointRead, low, rest }: Reading): boolean {
    if (left > scale || (isPointRead && left === scale)) return false;
    return /^0*$/.test(low ?? '') && (rest * 10n ** BigInt(left)) % divisor === 0n;
  }
}

function describe({ left, isPointRead, low, high, rest }: Reading): string {
  return `${left}${isPointRead ? '.' : ''},${low ?? ''},${high ?? ''},${rest}`;
}

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;

/** What either accepts, where one begins with a minus and the other does not. */
function join(positive: Automaton, negative: Automaton): Automaton {
  const shift = positive.edges.length - 1;
  const moved = negative.edges.map((list) =>
    list.map(([from, to, target]) => [from, to, target + shift + 1] as const),
  );
  const [minus = []] = moved;
  return {
    edges: [[...minus, ...(positive.edges[0] ?? [])], ...positive.edges.slice(1), ...moved],
    accepting: [...positive.accepting, ...negative.accepting],
  };
}
