import { Inflate } from 'fflate';
import { EngineError } from '../errors.ts';
import { CENTRAL_SIGNATURE, END_SIGNATURE, LOCAL_SIGNATURE } from '../files/zip-records.ts';
import { joinBytes } from '../join-bytes.ts';
import {
  exceedEntries,
  exceedUnpacked,
  MAX_ENTRIES,
  MAX_UNPACKED_BYTES,
} from './document-limits.ts';

/** A ZIP archive in memory. Claimed sizes are used to find things, never to allocate or to stop. */
export interface ZipArchive {
  readonly names: readonly string[];
  has(name: string): boolean;
  /**
   * Unpacks a file. Throws `limit_exceeded` when all that was unpacked so far is too much,
   * `not_supported` for damage.
   */
  read(name: string): Uint8Array;
}

type Damaged = (how: string, cause?: unknown) => EngineError;

interface Entry {
  method: number;
  isEncrypted: boolean;
  packedBytes: number;
  headerAt: number;
}

const END_LENGTH = 22;
const MAX_COMMENT_LENGTH = 0xffff;
const ENTRY_LENGTH = 46;
const HEADER_LENGTH = 30;
/** Inflated in pieces, so that a piece that grows a thousandfold is still small. */
const PIECE_BYTES = 16_384;

/**
 * Reads the directory of an archive (APPNOTE.TXT, without ZIP64: its files are beyond our limits).
 * `what` it should be, for whoever opened the file. Throws `not_supported`, `limit_exceeded`.
 */
export function openZip(bytes: Uint8Array, what: string): ZipArchive {
  const damaged: Damaged = (how, cause) =>
    new EngineError('not_supported', `This file is not ${what}, or it is damaged: ${how}.`, {
      cause,
    });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readDirectory(bytes, view, damaged);
  let unpacked = 0;
  const grow = (length: number) => {
    unpacked += length;
    if (unpacked > MAX_UNPACKED_BYTES) throw exceedUnpacked();
  };
  return {
    names: [...entries.keys()],
    has: (name) => entries.has(name),
    read(name) {
      const entry = entries.get(name);
      if (!entry) throw damaged(`it lacks ${name}`);
      return unpack(findPacked(bytes, view, entry, damaged), entry, grow, damaged);
    },
  };
}

function readDirectory(bytes: Uint8Array, view: DataView, damaged: Damaged): Map<string, Entry> {
  const end = findEnd(view, damaged);
  const entries = new Map<string, Entry>();
  const directoryLength = view.getUint32(end + 12, true);
  // Bytes may stand before the archive: the directory ends where its end record begins.
  const shift = Math.max(0, end - directoryLength - view.getUint32(end + 16, true));
  let at = view.getUint32(end + 16, true) + shift;
  while (at + ENTRY_LENGTH <= end && view.getUint32(at, true) === CENTRAL_SIGNATURE) {
    if (entries.size >= MAX_ENTRIES) throw exceedEntries();
    const nameLength = view.getUint16(at + 28, true);
    const name = bytes.subarray(at + ENTRY_LENGTH, at + ENTRY_LENGTH + nameLength);
    entries.set(readName(name), {
      isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      packedBytes: view.getUint32(at + 20, true),
      headerAt: view.getUint32(at + 42, true) + shift,
    });
    at += ENTRY_LENGTH + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  if (entries.size === 0) throw damaged('it has no files');
  return entries;
}

/** The end record is the last thing in the file but for a comment. */
function findEnd(view: DataView, damaged: Damaged): number {
  const first = Math.max(0, view.byteLength - END_LENGTH - MAX_COMMENT_LENGTH);
  for (let at = view.byteLength - END_LENGTH; at >= first; at--)
    if (view.getUint32(at, true) === END_SIGNATURE) return at;
  throw damaged('its directory is missing');
}

/** UTF-8, also where the archive does not say so; some programs write backslashes. */
function readName(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\\', '/');
  } catch {
    return new TextDecoder('latin1').decode(bytes).replaceAll('\\', '/');
  }
}

function findPacked(
  bytes: Uint8Array,
  view: DataView,
  { headerAt, packedBytes }: Entry,
  damaged: Damaged,
): Uint8Array {
  const isHeader =
    headerAt + HEADER_LENGTH <= bytes.length && view.getUint32(headerAt, true) === LOCAL_SIGNATURE;
  if (!isHeader) throw damaged('a file in it is cut off');
  const start =
    headerAt +
    HEADER_LENGTH +
    view.getUint16(headerAt + 26, true) +
    view.getUint16(headerAt + 28, true);
  if (start + packedBytes > bytes.length) throw damaged('a file in it is cut off');
  return bytes.subarray(start, start + packedBytes);
}

function unpack(
  packed: Uint8Array,
  { method, isEncrypted }: Entry,
  grow: (length: number) => void,
  damaged: Damaged,
): Uint8Array {
  if (isEncrypted)
    throw new EngineError('not_supported', 'This file has a password. Save it without one first.');
  if (method === 0) {
    grow(packed.length);
    return packed;
  }
  if (method !== 8) throw damaged(`it is packed with method ${method}`);
  return inflate(packed, grow, damaged);
}

function inflate(packed: Uint8Array, grow: (length: number) => void, damaged: Damaged): Uint8Array {
  const parts: Uint8Array[] = [];
  const inflater = new Inflate((part) => {
    grow(part.length);
    parts.push(part);
  });
  try {
    for (let at = 0; at < packed.length; at += PIECE_BYTES)
      inflater.push(packed.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES >= packed.length);
  } catch (thrown) {
    throw thrown instanceof EngineError
      ? thrown
      : damaged('a file in it cannot be unpacked', thrown);
  }
  return joinBytes(parts);
}
