import { EngineError } from '../../errors.ts';

/** Reads little-endian values of a file one after the other; only what is read is fetched. */
export interface GgufReader {
  readonly position: number;
  readNumber(kind: 'u8' | 'i8' | 'u16' | 'i16' | 'u32' | 'i32' | 'f32' | 'f64'): Promise<number>;
  /** Whole numbers beyond 2^53 are refused. */
  readLong(kind: 'u64' | 'i64'): Promise<number>;
  readString(maxBytes: number): Promise<string>;
  skip(bytes: number): Promise<void>;
}

/** A Blob, or a file elsewhere of which only what is read is fetched. */
export interface ByteSource {
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
  /** How much is asked for at once. */
  readonly windowBytes?: number;
}

const WINDOW_BYTES = 1 << 18;
/** Large vocabularies take some ten megabytes. */
const MAX_HEADER_BYTES = 128 * 2 ** 20;
const SIZES = { u8: 1, i8: 1, u16: 2, i16: 2, u32: 4, i32: 4, f32: 4, f64: 8 } as const;

/** Throws `weights_damaged` beyond the file's end, and where a header is longer than any real one. */
export function createGgufReader(file: ByteSource): GgufReader {
  const { windowBytes = WINDOW_BYTES } = file;
  let position = 0;
  let start = 0;
  let view = new DataView(new ArrayBuffer(0));

  /** Makes the next bytes readable; returns where they are in the view. */
  async function need(bytes: number): Promise<number> {
    const end = position + bytes;
    if (end > file.size) throw damaged('it ends in the middle of its header');
    if (end > MAX_HEADER_BYTES) throw damaged('its header is longer than that of any model');
    if (position < start || end > start + view.byteLength) {
      const until = Math.max(end, position + windowBytes);
      view = new DataView(await file.slice(position, until).arrayBuffer());
      start = position;
    }
    position = end;
    return end - bytes - start;
  }
  async function readLong(kind: 'u64' | 'i64'): Promise<number> {
    const at = await need(8);
    const value = Number(kind === 'u64' ? view.getBigUint64(at, true) : view.getBigInt64(at, true));
    if (!Number.isSafeInteger(value)) throw damaged('a number in its header is impossibly large');
    return value;
  }
  return {
    get position() {
      return position;
    },
    async readNumber(kind) {
      const at = await need(SIZES[kind]);
      switch (kind) {
        case 'u8':
          return view.getUint8(at);
        case 'i8':
          return view.getInt8(at);
        case 'u16':
          return view.getUint16(at, true);
        case 'i16':
          return view.getInt16(at, true);
        case 'u32':
          return view.getUint32(at, true);
        case 'i32':
          return view.getInt32(at, true);
        case 'f32':
          return view.getFloat32(at, true);
        case 'f64':
          return view.getFloat64(at, true);
      }
    },
    readLong,
    async readString(maxBytes) {
      const length = await readLong('u64');
      if (length > maxBytes) throw damaged('a text in its header is impossibly long');
      const at = await need(length);
      return new TextDecoder().decode(new Uint8Array(view.buffer, at, length));
    },
    async skip(bytes) {
      if (position + bytes > Math.min(file.size, MAX_HEADER_BYTES))
        throw damaged('a list in its header is longer than the file');
      position += bytes;
    },
  };
}

export function damaged(why: string): EngineError {
  return new EngineError('weights_damaged', `This is not a usable GGUF file: ${why}.`);
}
