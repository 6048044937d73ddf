import { continueCrc32 } from '../files/crc32.ts';
import { EngineError } from '../errors.ts';
import { decodeText } from '../files/decode-text.ts';
import { joinBytes } from '../join-bytes.ts';
import { deflate, inflate, latin1Bytes, latin1Text, startsWith, uint32Bytes } from './bytes.ts';

/** A part of a PNG file. */
export interface PngChunk {
  /** Four letters. */
  type: string;
  data: Uint8Array<ArrayBuffer>;
}

const SIGNATURE = '\x89PNG\r\n\x1a\n';

export function isPng(bytes: Uint8Array): boolean {
  return startsWith(bytes, SIGNATURE);
}

/** A chunk as a file has it; where the file ends in the middle of it, what there is of it. */
export interface FoundChunk extends PngChunk {
  isWhole: boolean;
}

/** The chunks of a file, as far as it is whole. Throws `invalid_request` if it is not a PNG. */
export function readChunks(bytes: Uint8Array<ArrayBuffer>): PngChunk[] {
  return Array.from(walkChunks(bytes), ({ type, data }) => ({ type, data }));
}

/** The same one by one: a file may be made of nothing but tiny chunks. */
export function* walkChunks(bytes: Uint8Array<ArrayBuffer>): Generator<FoundChunk> {
  if (!isPng(bytes)) throw new EngineError('invalid_request', 'This file is not a PNG.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let offset = SIGNATURE.length; offset + 12 <= bytes.length;) {
    const length = view.getUint32(offset);
    const type = latin1Text(bytes.subarray(offset + 4, offset + 8));
    const isWhole = offset + 12 + length <= bytes.length;
    yield { type, data: bytes.subarray(offset + 8, offset + 8 + length), isWhole };
    if (type === 'IEND') return;
    offset += 12 + length;
  }
}

export function writeChunks(chunks: readonly PngChunk[]): Uint8Array<ArrayBuffer> {
  return joinBytes([latin1Bytes(SIGNATURE), ...chunks.flatMap(writeChunk)]);
}

function writeChunk({ type, data }: PngChunk): Uint8Array<ArrayBuffer>[] {
  const checked = joinBytes([latin1Bytes(type), data]);
  return [uint32Bytes(data.length), checked, uint32Bytes(crc32(checked))];
}

/**
 * A text under a keyword: tEXt where Latin-1 can say it and nobody takes it for UTF-8, as most
 * programs read, else iTXt in UTF-8.
 */
export function textChunk(keyword: string, text: string): PngChunk {
  const head = `${keyword}\0`;
  if (/^[\x20-\x7e\xa0-\xff\n\r\t]*$/.test(text)) {
    const body = latin1Bytes(text);
    if (decodeText(body) === text)
      return { type: 'tEXt', data: joinBytes([latin1Bytes(head), body]) };
  }
  return {
    type: 'iTXt',
    data: joinBytes([latin1Bytes(`${head}\0\0\0\0`), new TextEncoder().encode(text)]),
  };
}

/** A file's texts longer than this in total are not prompts. */
const MAX_TEXTS = 16 * 2 ** 20;
/**
 * Unpacking a text up to the limit takes time; where this many turn out too long, no more are
 * tried.
 */
const MAX_TOO_LONG = 4;

export interface ReadTextsOptions {
  /** Which keywords to read; default all. */
  wants?(keyword: string): boolean;
  /** Called for a skipped text: damaged, truncated, or beyond 16 MB of texts in total. */
  onLeftOut?(why: 'text-damaged' | 'file-cut-off' | 'texts-too-long'): void;
}

/**
 * The texts of a file by their keywords, the first of each. In tEXt and zTXt many programs write
 * UTF-8, against the specification.
 */
export async function readTexts(
  chunks: Iterable<PngChunk & { isWhole?: boolean }>,
  { wants = () => true, onLeftOut }: ReadTextsOptions = {},
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  let room = MAX_TEXTS;
  let tooLong = 0;
  for (const { type, data, isWhole = true } of chunks) {
    if (!TEXT_TYPES.includes(type)) continue;
    const keyword = latin1Text(data.subarray(0, Math.min(80, Math.max(0, data.indexOf(0)))));
    if (texts.has(keyword) || !wants(keyword) || tooLong === MAX_TOO_LONG) continue;
    try {
      const body = isWhole ? await readBody({ type, data }, room) : undefined;
      if (body) texts.set(keyword, decodeText(body));
      else onLeftOut?.('file-cut-off');
      room -= body?.length ?? 0;
    } catch (thrown) {
      if (thrown instanceof RangeError) tooLong++;
      onLeftOut?.(thrown instanceof RangeError ? 'texts-too-long' : 'text-damaged');
    }
  }
  return texts;
}

const TEXT_TYPES = ['tEXt', 'zTXt', 'iTXt'];

/** The bytes of a text after its keyword. Throws a RangeError beyond `most` bytes. */
async function readBody({ type, data }: PngChunk, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const end = data.indexOf(0);
  if (type === 'zTXt') return inflate(data.slice(end + 2), most);
  const languageEnd = data.indexOf(0, end + 3);
  const body = data.slice(type === 'tEXt' ? end + 1 : data.indexOf(0, languageEnd + 1) + 1);
  if (type === 'iTXt' && data[end + 1] === 1) return inflate(body, most);
  if (body.length > most) throw new RangeError(`More than ${most} bytes`);
  return body;
}

/** Compressed picture data in one chunk. */
export async function dataChunk(filtered: Uint8Array<ArrayBuffer>): Promise<PngChunk> {
  return { type: 'IDAT', data: await deflate(filtered) };
}

/** ISO 3309, as PNG and ZIP use it. */
export function crc32(bytes: Uint8Array): number {
  return continueCrc32(0, bytes);
}
