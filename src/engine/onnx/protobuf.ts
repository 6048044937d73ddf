import { joinBytes } from '../join-bytes.ts';

/**
 * Protocol Buffers' wire format (https://protobuf.dev/programming-guides/encoding), as much as ONNX
 * files need: fields are found and copied without a schema, so that what is not understood stays as
 * it was.
 */

/** Bytes that can be read at once, from memory or from disk. */
export interface ByteSource {
  readonly size: number;
  /**
   * The bytes from `start` up to `end`, which the caller must not change. Throws what the platform
   * throws where they cannot be read.
   */
  read(start: number, end: number): Uint8Array;
}

/**
 * One field of a message: where its value lies in the source. Of a varint `value` is the number,
 * else 0.
 */
export interface Field {
  readonly id: number;
  readonly wire: number;
  /** The field with its tag, and its content. */
  readonly start: number;
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const FIXED32 = 5;

/** Bytes in memory as a source. */
export function sourceOf(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (start, end) => bytes.subarray(start, end) };
}

/** A view of a source that reads ahead, so that small fields cost no access of their own. */
export function readAhead(source: ByteSource, windowBytes = 2 ** 18): ByteSource {
  let start = 0;
  let window: Uint8Array = new Uint8Array(0);
  return {
    size: source.size,
    read(from, to) {
      if (to - from > windowBytes) return source.read(from, to);
      if (from < start || to > start + window.length) {
        start = from;
        window = source.read(from, Math.min(source.size, from + windowBytes));
      }
      return window.subarray(from - start, to - start);
    },
  };
}

const MAX_VARINT_BYTES = 10;

/** The fields of the message between two positions. Throws `RangeError` if that is not a message. */
export function* readFields(source: ByteSource, from = 0, to = source.size): Generator<Field> {
  let at = from;
  const readVarint = (): number => {
    const bytes = source.read(at, Math.min(to, at + MAX_VARINT_BYTES));
    let value = 0;
    for (const [i, byte] of bytes.entries()) {
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) {
        at += i + 1;
        return value;
      }
    }
    throw new RangeError(`No number at byte ${at}.`);
  };
  while (at < to) {
    const start = at;
    const tag = readVarint();
    const [id, wire] = [Math.floor(tag / 8), tag & 7];
    let value = 0;
    let begin = at;
    if (wire === VARINT) value = readVarint();
    else if (wire === FIXED64) at += 8;
    else if (wire === FIXED32) at += 4;
    else if (wire === LENGTH) {
      const length = readVarint();
      begin = at;
      at += length;
    } else throw new RangeError(`Unknown field type ${wire} (byte ${start}).`);
    if (id === 0 || at > to)
      throw new RangeError(`The field at byte ${start} is longer than what holds it.`);
    yield { id, wire, start, from: begin, to: at, value };
  }
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** The text of a field. */
export function readText(source: ByteSource, { from, to }: Field): string {
  return decoder.decode(source.read(from, to));
}

/**
 * A repeated integer field's numbers, whether they were written one by one or packed. Negative ones
 * come out wrong.
 */
export function readNumbers(source: ByteSource, field: Field): number[] {
  if (field.wire === VARINT) return [field.value];
  const numbers: number[] = [];
  let [value, shift] = [0, 0];
  for (const byte of source.read(field.from, field.to)) {
    value += (byte & 0x7f) * 2 ** shift;
    shift += 7;
    if (byte >= 0x80) continue;
    numbers.push(value);
    [value, shift] = [0, 0];
  }
  return numbers;
}

function encodeVarint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 0x80;
    rest = Math.floor(rest / 0x80);
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return bytes;
}

/** A field that holds a non-negative integer. */
export function writeNumber(id: number, value: number): Uint8Array {
  return Uint8Array.from([...encodeVarint(id * 8 + VARINT), ...encodeVarint(value)]);
}

/** A field that holds a text. */
export function writeText(id: number, text: string): Uint8Array {
  return writeMessage(id, [encoder.encode(text)]);
}

/** A field that holds a message, or any bytes, given in parts. */
export function writeMessage(id: number, parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return joinBytes([
    Uint8Array.from([...encodeVarint(id * 8 + LENGTH), ...encodeVarint(length)]),
    ...parts,
  ]);
}
