import { ApiError } from '../http/api-error.ts';

/** Pictures that were answered as addresses, until they are fetched. */
export interface FileShelf {
  /** Returns the file's name, which nobody can guess. */
  put(file: Blob): Promise<string>;
  /** Throws `file_not_found`. */
  get(name: string): Promise<Blob>;
}

interface ShelfOptions {
  /** Of all files together; the oldest give way. Default 256 MB. */
  maxBytes?: number;
  /** After which a file is gone. Default an hour. */
  keepMs?: number;
  now?(): number;
}

/** Keeps files in memory. */
export function createMemoryFileShelf({
  maxBytes = 256e6,
  keepMs = 3_600_000,
  now = Date.now,
}: ShelfOptions = {}): FileShelf {
  const files = new Map<string, { file: Blob; until: number }>();
  function forgetOld(): void {
    let bytes = [...files.values()].reduce((sum, { file }) => sum + file.size, 0);
    for (const [name, { file, until }] of files) {
      if (until > now() && bytes <= maxBytes) break;
      files.delete(name);
      bytes -= file.size;
    }
  }
  return {
    async put(file) {
      const name = `${crypto.randomUUID()}.${file.type.split('/')[1] ?? 'bin'}`;
      files.set(name, { file, until: now() + keepMs });
      forgetOld();
      return name;
    },
    async get(name) {
      forgetOld();
      const found = files.get(name);
      if (found) return found.file;
      throw new ApiError('file_not_found', 'This file is no longer here. Request it again.');
    },
  };
}
