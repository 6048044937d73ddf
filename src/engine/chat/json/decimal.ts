/** A decimal number: `digits` times ten to the power of `-scale`. */
export interface Decimal {
  digits: bigint;
  scale: number;
}

/** The shortest decimal number that is read as this double. */
export function toDecimal(value: number): Decimal {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

/** In units of ten to the power of `-scale`, rounded up. */
export function ceilTo({ digits, scale }: Decimal, units: number): bigint {
  return -floorTo({ digits: -digits, scale }, units);
}

export function floorTo({ digits, scale }: Decimal, units: number): bigint {
  if (units >= scale) return digits * 10n ** BigInt(units - scale);
  const divisor = 10n ** BigInt(scale - units);
  const quotient = digits / divisor;
  return digits < 0n && quotient * divisor !== digits ? quotient - 1n : quotient;
}

/** The next double above a finite one. */
export function nextAbove(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + (value > 0 ? 1n : -1n));
  return view.getFloat64(0);
}

export function nextBelow(value: number): number {
  return -nextAbove(-value);
}
