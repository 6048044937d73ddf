import { WASI } from './wasi.ts';

/** Read-only files by their absolute paths. */
export type FileTable = ReadonlyMap<string, Uint8Array>;

interface OpenFile {
  path: string;
  /** `null`: a folder. */
  bytes: Uint8Array | null;
  position: number;
}

const ROOT = 3;
const REGULAR_FILE = 4;
const DIRECTORY = 3;
const EVERY_RIGHT = 2n ** 64n - 1n;

/** WASI's file calls over a table of files in memory: as much as C's stdio needs to read data. */
export function createFileSystem(files: FileTable, view: () => DataView) {
  const open = new Map<number, OpenFile>([[ROOT, { path: '/', bytes: null, position: 0 }]]);
  let nextDescriptor = ROOT + 1;

  const isFolder = (path: string) =>
    [...files.keys()].some((name) => name.startsWith(`${path.replace(/\/$/, '')}/`));
  const readPath = (pointer: number, length: number) =>
    `/${new TextDecoder().decode(new Uint8Array(view().buffer, pointer, length)).replace(/^[./]+/, '')}`;

  function* buffersOf(vector: number, count: number): Generator<Uint8Array> {
    for (let index = 0; index < count; index++) {
      const pointer = view().getUint32(vector + 8 * index, true);
      yield new Uint8Array(view().buffer, pointer, view().getUint32(vector + 8 * index + 4, true));
    }
  }

  return {
    fd_prestat_get(descriptor: number, result: number): number {
      if (descriptor !== ROOT) return WASI.badDescriptor;
      view().setUint32(result, 0, true);
      view().setUint32(result + 4, 1, true);
      return WASI.ok;
    },
    fd_prestat_dir_name(_descriptor: number, pointer: number): number {
      view().setUint8(pointer, '/'.charCodeAt(0));
      return WASI.ok;
    },
    fd_fdstat_get(descriptor: number, result: number): number {
      const file = open.get(descriptor);
      if (!file && descriptor >= ROOT) return WASI.badDescriptor;
      view().setUint8(result, file?.bytes ? REGULAR_FILE : DIRECTORY);
      view().setUint16(result + 2, 0, true);
      view().setBigUint64(result + 8, EVERY_RIGHT, true);
      view().setBigUint64(result + 16, EVERY_RIGHT, true);
      return WASI.ok;
    },
    path_filestat_get(
      _folder: number,
      _flags: number,
      pointer: number,
      length: number,
      result: number,
    ): number {
      const path = readPath(pointer, length);
      const bytes = files.get(path);
      if (!bytes && !isFolder(path)) return WASI.noEntry;
      new Uint8Array(view().buffer, result, 64).fill(0);
      view().setUint8(result + 16, bytes ? REGULAR_FILE : DIRECTORY);
      view().setBigUint64(result + 32, BigInt(bytes?.length ?? 0), true);
      return WASI.ok;
    },
    path_open(
      _folder: number,
      _lookup: number,
      pointer: number,
      length: number,
      _flags: number,
      _rights: bigint,
      _inherited: bigint,
      _descriptorFlags: number,
      result: number,
    ): number {
      const path = readPath(pointer, length);
      const bytes = files.get(path) ?? null;
      if (!bytes && !isFolder(path)) return WASI.noEntry;
      open.set(nextDescriptor, { path, bytes, position: 0 });
      view().setUint32(result, nextDescriptor++, true);
      return WASI.ok;
    },
    fd_close: (descriptor: number): number =>
      open.delete(descriptor) ? WASI.ok : WASI.badDescriptor,
    fd_read(descriptor: number, vector: number, count: number, result: number): number {
      const file = open.get(descriptor);
      if (!file) return WASI.badDescriptor;
      if (!file.bytes) return WASI.isDirectory;
      const before = file.position;
      for (const buffer of buffersOf(vector, count)) {
        const part = file.bytes.subarray(file.position, file.position + buffer.length);
        buffer.set(part);
        file.position += part.length;
      }
      view().setUint32(result, file.position - before, true);
      return WASI.ok;
    },
    fd_seek(descriptor: number, offset: bigint, whence: number, result: number): number {
      const file = open.get(descriptor);
      if (!file?.bytes) return WASI.badDescriptor;
      file.position = Number(offset) + ([0, file.position, file.bytes.length][whence] ?? 0);
      view().setBigUint64(result, BigInt(file.position), true);
      return WASI.ok;
    },
    /** Messages of the C code go nowhere: failures come back as return values. */
    fd_write(_descriptor: number, vector: number, count: number, result: number): number {
      const bytes = [...buffersOf(vector, count)].reduce((sum, { length }) => sum + length, 0);
      view().setUint32(result, bytes, true);
      return WASI.ok;
    },
  };
}
