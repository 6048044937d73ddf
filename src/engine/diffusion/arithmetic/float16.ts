/** Half precision for engines whose JavaScript has no `Float16Array`. */

const scratch = new DataView(new ArrayBuffer(4));

/** The nearest half as its 16 bits; ties to even; too large becomes infinite. */
export function toHalfBits(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const rest = bits & 0x7fffffff;
  if (rest > 0x7f800000) return sign | 0x7e00;
  if (rest >= 0x47800000) return sign | 0x7c00;
  if (rest < 0x38800000) return sign | toSubnormal(Math.abs(value));
  const rounded = rest + 0xfff + ((rest >>> 13) & 1);
  return sign | ((rounded - 0x38000000) >>> 13);
}

/** The number that 16 bits encode. */
export function fromHalfBits(bits: number): number {
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return exponent === 0
    ? sign * fraction * 2 ** -24
    : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Below 2^-14 halves are multiples of 2^-24. */
function toSubnormal(magnitude: number): number {
  const units = magnitude * 2 ** 24;
  const floor = Math.floor(units);
  const rest = units - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
