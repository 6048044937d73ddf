import { joinBytes } from '../../join-bytes.ts';

/** The part of DER (ITU-T X.690) that certificates need. Each function writes one value. */
export type Der = Uint8Array<ArrayBuffer>;

export const sequence = (...items: readonly Der[]) => write(0x30, ...items);
export const set = (...items: readonly Der[]) => write(0x31, ...items);
export const octets = (bytes: Der) => write(0x04, bytes);
/** A bit string that fills its last byte. */
export const bits = (bytes: Der) => write(0x03, Uint8Array.of(0), bytes);
/** The low bits of a byte from the highest on, as flags are written. */
export const flags = (value: number, unused: number) => write(0x03, Uint8Array.of(unused, value));
export const yes = () => write(0x01, Uint8Array.of(0xff));
export const text = (value: string) => write(0x0c, new TextEncoder().encode(value));
/** A value that is told from others by its number, with values in it. */
export const tagged = (number: number, ...items: readonly Der[]) => write(0xa0 | number, ...items);
/** The same for bytes without a type of their own. */
export const taggedBytes = (number: number, bytes: Der) => write(0x80 | number, bytes);

/** A whole number that is not negative, from its bytes, the highest first. */
export function integer(bytes: Uint8Array): Der {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = first < 0 ? Uint8Array.of(0) : bytes.slice(first);
  const sign = (digits[0] ?? 0) >= 0x80 ? Uint8Array.of(0) : new Uint8Array();
  return write(0x02, sign, digits);
}

/** An object identifier in its dotted form. */
export function objectId(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return write(0x06, Uint8Array.from([first * 40 + second, ...rest].flatMap(toBase128)));
}

function toBase128(value: number): number[] {
  const digits = [value % 128];
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128))
    digits.unshift(0x80 | (left % 128));
  return digits;
}

/** A time to the second: with two digits of the year up to 2049, as RFC 5280 wants it. */
export function time(date: Date): Der {
  const digits = date.toISOString().replace(/\.\d+|\D/g, '');
  const isShort = date.getUTCFullYear() < 2050;
  const bytes = new TextEncoder().encode(`${isShort ? digits.slice(2) : digits}Z`);
  return write(isShort ? 0x17 : 0x18, bytes);
}

function write(tag: number, ...parts: readonly Uint8Array[]): Der {
  const content = joinBytes(parts);
  return joinBytes([Uint8Array.from([tag, ...writeLength(content.length)]), content]);
}

function writeLength(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let left = length; left > 0; left >>>= 8) bytes.unshift(left & 0xff);
  return [0x80 | bytes.length, ...bytes];
}
