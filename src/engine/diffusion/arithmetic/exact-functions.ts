/**
 * Functions whose last bit JavaScript leaves to each engine, built from additions, multiplications
 * and divisions alone, which IEEE 754 fixes: noise is then the same everywhere.
 */

const bits = new DataView(new ArrayBuffer(8));

/** Natural logarithm of a positive normal number, to about 1 unit in the last place. */
export function logarithm(value: number): number {
  bits.setFloat64(0, value);
  let exponent = (bits.getUint16(0) >>> 4) - 1023;
  bits.setUint16(0, (bits.getUint16(0) & 0xf) | (1023 << 4));
  let mantissa = bits.getFloat64(0);
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  const ratio = (mantissa - 1) / (mantissa + 1);
  return exponent * Math.LN2 + 2 * ratio * sumOddSeries(ratio * ratio);
}

/** 1 + x/3 + x²/5 + … for x up to 0.03. */
function sumOddSeries(square: number): number {
  let sum = 0;
  for (let term = 11; term >= 0; term--) sum = sum * square + 1 / (2 * term + 1);
  return sum;
}

/** π/2 in two parts, so that a multiple of it can be subtracted without loss. */
const HALF_PI_HIGH = 1.57079632673412561417;
const HALF_PI_LOW = 6.07710050650619224932e-11;

/** Sine of an angle between 0 and 7. */
export function sine(angle: number): number {
  const quarter = Math.floor(angle / (HALF_PI_HIGH + HALF_PI_LOW) + 0.5);
  const rest = angle - quarter * HALF_PI_HIGH - quarter * HALF_PI_LOW;
  const size =
    quarter % 2 === 0 ? rest * sumFactorials(rest * rest, 3) : sumFactorials(rest * rest, 2);
  return quarter % 4 < 2 ? size : -size;
}

/**
 * 1 − x/(2·3) + x²/(2·3·4·5) − …, starting with `first` = 3 (sine over its angle), or without the 3
 * with 2 (cosine).
 */
function sumFactorials(square: number, first: 2 | 3): number {
  let sum = 1;
  for (let term = 10; term >= 1; term--) {
    const factor = 2 * term + first - 2;
    sum = 1 - (square * sum) / ((factor - 1) * factor);
  }
  return sum;
}
