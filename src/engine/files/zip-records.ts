import { joinBytes } from '../join-bytes.ts';

/**
 * The records of a zip file (PKWARE's APPNOTE 6.3.10), as far as files of stored entries need them:
 * names in UTF-8, sizes and offsets of 64 bits where 32 do not do.
 */
export const LOCAL_SIGNATURE = 0x04034b50;
export const CENTRAL_SIGNATURE = 0x02014b50;
export const END_SIGNATURE = 0x06054b50;
export const END64_SIGNATURE = 0x06064b50;
export const LOCATOR64_SIGNATURE = 0x07064b50;
/** Stands in a field of 32 bits whose value is in the 64-bit one. */
export const FULL_32 = 0xffffffff;
export const FULL_16 = 0xffff;
const UTF8_NAMES = 0x0800;
const VERSION_64 = 45;
/** 1 January 1980, the earliest date a zip can hold: entries store their times inside. */
export const FIRST_DAY = 0x0021;

const encoder = new TextEncoder();

export interface ZipRecord {
  name: string;
  sizeBytes: number;
  crc32: number;
  /** Of its local header, from the beginning of the file. */
  offset: number;
}

/** Little-endian numbers one after the other: `[value, bytes]`. */
export function packNumbers(...numbers: readonly PackedNumber[]): Uint8Array<ArrayBuffer> {
  const packed = new Uint8Array(numbers.reduce((sum, [, bytes]) => sum + bytes, 0));
  const view = new DataView(packed.buffer);
  let at = 0;
  for (const [value, bytes] of numbers) {
    if (bytes === 2) view.setUint16(at, value, true);
    if (bytes === 4) view.setUint32(at, value, true);
    if (bytes === 8) view.setBigUint64(at, BigInt(value), true);
    at += bytes;
  }
  return packed;
}

type PackedNumber = readonly [value: number, bytes: 2 | 4 | 8];

/** What both headers of an entry say: stored as it is, its sizes in the extra field. */
const describeEntry = (
  crc32: number,
  name: Uint8Array,
  extra: Uint8Array,
): readonly PackedNumber[] => [
  [UTF8_NAMES, 2],
  [0, 2],
  [0, 2],
  [FIRST_DAY, 2],
  [crc32, 4],
  [FULL_32, 4],
  [FULL_32, 4],
  [name.length, 2],
  [extra.length, 2],
];

/** What goes before an entry's bytes. */
export function packLocalHeader({ name, sizeBytes, crc32 }: ZipRecord): Uint8Array<ArrayBuffer> {
  const bytes = encoder.encode(name);
  const extra = packNumbers([1, 2], [16, 2], [sizeBytes, 8], [sizeBytes, 8]);
  const fixed = packNumbers(
    [LOCAL_SIGNATURE, 4],
    [VERSION_64, 2],
    ...describeEntry(crc32, bytes, extra),
  );
  return joinBytes([fixed, bytes, extra]);
}

function packCentralHeader({ name, sizeBytes, crc32, offset }: ZipRecord): Uint8Array<ArrayBuffer> {
  const bytes = encoder.encode(name);
  const extra = packNumbers([1, 2], [24, 2], [sizeBytes, 8], [sizeBytes, 8], [offset, 8]);
  const fixed = packNumbers(
    [CENTRAL_SIGNATURE, 4],
    [VERSION_64, 2],
    [VERSION_64, 2],
    ...describeEntry(crc32, bytes, extra),
    [0, 2],
    [0, 2],
    [0, 2],
    [0, 4],
    [FULL_32, 4],
  );
  return joinBytes([fixed, bytes, extra]);
}

/** What follows all entries: the directory, which starts at `offset`, and its location. */
export function packDirectory(records: readonly ZipRecord[], offset: number): Blob {
  const directory = joinBytes(records.map(packCentralHeader));
  const count = records.length;
  const end64 = packNumbers(
    [END64_SIGNATURE, 4],
    [44, 8],
    [VERSION_64, 2],
    [VERSION_64, 2],
    [0, 4],
    [0, 4],
    [count, 8],
    [count, 8],
    [directory.length, 8],
    [offset, 8],
  );
  const locator = packNumbers(
    [LOCATOR64_SIGNATURE, 4],
    [0, 4],
    [offset + directory.length, 8],
    [1, 4],
  );
  const end = packNumbers(
    [END_SIGNATURE, 4],
    [0, 2],
    [0, 2],
    [Math.min(count, FULL_16), 2],
    [Math.min(count, FULL_16), 2],
    [FULL_32, 4],
    [FULL_32, 4],
    [0, 2],
  );
  return new Blob([directory, end64, locator, end]);
}
