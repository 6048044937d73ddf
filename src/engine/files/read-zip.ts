import { EngineError } from '../errors.ts';
import { crc32OfBlob } from './crc32.ts';
import {
  CENTRAL_SIGNATURE,
  END_SIGNATURE,
  END64_SIGNATURE,
  FIRST_DAY,
  FULL_16,
  FULL_32,
  LOCAL_SIGNATURE,
  LOCATOR64_SIGNATURE,
} from './zip-records.ts';

/** An entry of a zip file, unread. */
export interface ZipEntry {
  name: string;
  sizeBytes: number;
  /** ms since 1970, to two seconds, by this machine's clock; none where the zip does not say. */
  modifiedAt?: number | undefined;
  /**
   * Its bytes, verified by checksum. Throws `invalid_request` if damaged, encrypted or packed in an
   * unknown way.
   */
  read(signal?: AbortSignal): Promise<Blob>;
}

/** The longest comment that may follow an end record, in bytes. */
const MAX_COMMENT_LENGTH = 0xffff;
const END_BYTES = 22;

/**
 * The entries of a zip file by name, without reading any. Throws `invalid_request` if there is not
 * a zip.
 */
export async function readZip(file: Blob): Promise<Map<string, ZipEntry>> {
  const { offset, sizeBytes, count } = await findDirectory(file);
  const view = await viewOf(file, offset, sizeBytes);
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let index = 0; index < count && at + 46 <= view.byteLength; index++) {
    if (view.getUint32(at, true) !== CENTRAL_SIGNATURE) throw notZip();
    const header = readCentralHeader(view, at);
    entries.set(header.name, {
      name: header.name,
      sizeBytes: header.sizeBytes,
      modifiedAt: header.modifiedAt,
      read: (signal) => readEntry(file, header, signal),
    });
    at += header.headerBytes;
  }
  return entries;
}

const decoder = new TextDecoder();

interface CentralHeader {
  name: string;
  method: number;
  isEncrypted: boolean;
  crc32: number;
  packedBytes: number;
  sizeBytes: number;
  modifiedAt: number | undefined;
  offset: number;
  headerBytes: number;
}

function readCentralHeader(view: DataView, at: number): CentralHeader {
  const nameBytes = view.getUint16(at + 28, true);
  const extraBytes = view.getUint16(at + 30, true);
  const commentBytes = view.getUint16(at + 32, true);
  const headerBytes = 46 + nameBytes + extraBytes + commentBytes;
  if (at + headerBytes > view.byteLength) throw notZip();
  const name = decoder.decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameBytes));
  const [sizeBytes, packedBytes, offset] = widen(view, at + 46 + nameBytes, extraBytes, [
    view.getUint32(at + 24, true),
    view.getUint32(at + 20, true),
    view.getUint32(at + 42, true),
  ]);
  return {
    name,
    method: view.getUint16(at + 10, true),
    isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
    crc32: view.getUint32(at + 16, true),
    packedBytes,
    sizeBytes,
    modifiedAt: readTime(view.getUint16(at + 12, true), view.getUint16(at + 14, true)),
    offset,
    headerBytes,
  };
}

/** MS-DOS's form: local time, the year from 1980, in whose first day those write who tell none. */
function readTime(time: number, date: number): number | undefined {
  if (date <= FIRST_DAY) return undefined;
  const [year, month, day] = [1980 + (date >> 9), ((date >> 5) & 15) - 1, date & 31];
  return new Date(year, month, day, time >> 11, (time >> 5) & 63, (time & 31) * 2).getTime();
}

/** Values of 32 bits, with those that are full taken from the 64-bit field among the extra ones. */
function widen(
  view: DataView,
  begin: number,
  bytes: number,
  values: readonly [number, number, number],
): [number, number, number] {
  for (let at = begin; at + 4 <= begin + bytes; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let next = at + 4;
    return values.map((value) => {
      if (value !== FULL_32 || next + 8 > begin + bytes) return value;
      next += 8;
      return Number(view.getBigUint64(next - 8, true));
    }) as [number, number, number];
  }
  return [...values];
}

async function findDirectory(
  file: Blob,
): Promise<{ offset: number; sizeBytes: number; count: number }> {
  const begin = Math.max(0, file.size - MAX_COMMENT_LENGTH - END_BYTES);
  const view = await viewOf(file, begin, file.size - begin);
  for (let at = view.byteLength - END_BYTES; at >= 0; at--) {
    if (view.getUint32(at, true) !== END_SIGNATURE) continue;
    const [count, sizeBytes, offset] = [
      view.getUint16(at + 10, true),
      view.getUint32(at + 12, true),
      view.getUint32(at + 16, true),
    ];
    const isFull = count === FULL_16 || sizeBytes === FULL_32 || offset === FULL_32;
    const found = isFull ? await findDirectory64(file, begin + at) : { offset, sizeBytes, count };
    if (found.offset + found.sizeBytes > file.size) throw notZip();
    return found;
  }
  throw notZip();
}

async function findDirectory64(
  file: Blob,
  endAt: number,
): Promise<{ offset: number; sizeBytes: number; count: number }> {
  const locator = await viewOf(file, endAt - 20, 20);
  if (locator.getUint32(0, true) !== LOCATOR64_SIGNATURE) throw notZip();
  const end = await viewOf(file, Number(locator.getBigUint64(8, true)), 56);
  if (end.getUint32(0, true) !== END64_SIGNATURE) throw notZip();
  const read = (at: number) => Number(end.getBigUint64(at, true));
  return { count: read(32), sizeBytes: read(40), offset: read(48) };
}

async function viewOf(file: Blob, offset: number, bytes: number): Promise<DataView> {
  if (offset < 0 || offset + bytes > file.size) throw notZip();
  return new DataView(await file.slice(offset, offset + bytes).arrayBuffer());
}

const STORED = 0;
const DEFLATED = 8;
/** An entry that was packed again is unpacked into memory: no more than this. */
const MAX_UNPACKED_BYTES = 2 ** 30;

async function readEntry(file: Blob, header: CentralHeader, signal?: AbortSignal): Promise<Blob> {
  const local = await viewOf(file, header.offset, 30);
  if (local.getUint32(0, true) !== LOCAL_SIGNATURE) throw damaged(header);
  const begin = header.offset + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  const packed = file.slice(begin, begin + header.packedBytes);
  const content = header.isEncrypted ? undefined : await unpack(packed, header);
  if (
    !content ||
    content.size !== header.sizeBytes ||
    (await crc32OfBlob(content, signal)) !== header.crc32
  )
    throw damaged(header);
  return content;
}

async function unpack(
  packed: Blob,
  { method, sizeBytes }: CentralHeader,
): Promise<Blob | undefined> {
  if (method === STORED) return packed;
  if (method !== DEFLATED || sizeBytes > MAX_UNPACKED_BYTES) return undefined;
  let unpacked = 0;
  const limit = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(bytes, controller) {
      unpacked += bytes.length;
      if (unpacked > sizeBytes) controller.error(new Error('longer than it says'));
      else controller.enqueue(bytes);
    },
  });
  const stream = packed
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'))
    .pipeThrough(limit);
  return new Response(stream).blob().catch(() => undefined);
}

function notZip(): EngineError {
  return new EngineError('invalid_request', 'This zip file is incomplete or damaged.');
}

function damaged({ name }: CentralHeader): EngineError {
  return new EngineError('invalid_request', `"${name}" in this zip file is damaged.`);
}
