import { EngineError } from '../errors.ts';
import { deflate, inflate, joinBytes, latin1Bytes, latin1Text, startsWith, uint32Bytes } from './bytes.ts';

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

/** The chunks of a file, as far as it is whole. Throws `invalid_request` where it is no PNG. */
export function readChunks(bytes: Uint8Array<ArrayBuffer>): PngChunk[] {
  if (!isPng(bytes)) throw new EngineError('invalid_request', 'This file is no PNG.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: PngChunk[] = [];
  for (let offset = SIGNATURE.length; offset + 12 <= bytes.length;) {
    const length = view.getUint32(offset);
    const type = latin1Text(bytes.subarray(offset + 4, offset + 8));
    chunks.push({ type, data: bytes.subarray(offset + 8, offset + 8 + length) });
    if (type === 'IEND') break;
    offset += 12 + length;
  }
  return chunks;
}

export function writeChunks(chunks: readonly PngChunk[]): Uint8Array<ArrayBuffer> {
  return joinBytes(latin1Bytes(SIGNATURE), ...chunks.flatMap(writeChunk));
}

function writeChunk({ type, data }: PngChunk): Uint8Array<ArrayBuffer>[] {
  const checked = joinBytes(latin1Bytes(type), data);
  return [uint32Bytes(data.length), checked, uint32Bytes(crc32(checked))];
}

/** A text under a keyword: tEXt where Latin-1 can say it, as most programs read, else iTXt in UTF-8. */
export function textChunk(keyword: string, text: string): PngChunk {
  const isLatin1 = /^[\x20-\x7e\xa0-\xff\n\r\t]*$/.test(text);
  const head = `${keyword}\0`;
  return isLatin1
    ? { type: 'tEXt', data: latin1Bytes(head + text) }
    : { type: 'iTXt', data: joinBytes(latin1Bytes(`${head}\0\0\0\0`), new TextEncoder().encode(text)) };
}

/** Texts longer than this are no prompts. */
const LONGEST_TEXT = 16 * 2 ** 20;

/** Every text of a file by its keyword; a text that is damaged is left out. */
export async function readTexts(chunks: readonly PngChunk[]): Promise<Map<string, string>> {
  const texts = await Promise.all(chunks.map((chunk) => readText(chunk).catch(() => undefined)));
  return new Map(texts.flatMap((entry) => (entry ? [entry] : [])));
}

async function readText({ type, data }: PngChunk): Promise<[string, string] | undefined> {
  if (!['tEXt', 'zTXt', 'iTXt'].includes(type)) return undefined;
  const end = data.indexOf(0);
  const keyword = latin1Text(data.subarray(0, end));
  if (type === 'tEXt') return [keyword, latin1Text(data.subarray(end + 1))];
  if (type === 'zTXt') return [keyword, latin1Text(await inflate(data.slice(end + 2), LONGEST_TEXT))];
  const isCompressed = data[end + 1] === 1;
  const languageEnd = data.indexOf(0, end + 3);
  const body = data.slice(data.indexOf(0, languageEnd + 1) + 1);
  return [keyword, new TextDecoder().decode(isCompressed ? await inflate(body, LONGEST_TEXT) : body)];
}

/** Compressed picture data in one chunk. */
export async function dataChunk(filtered: Uint8Array<ArrayBuffer>): Promise<PngChunk> {
  return { type: 'IDAT', data: await deflate(filtered) };
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** ISO 3309, as PNG and ZIP use it. */
export function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (value >>> 8) ^ (CRC_TABLE[(value ^ byte) & 0xff] ?? 0);
  return (value ^ 0xffffffff) >>> 0;
}
