import { EngineError } from '../errors.ts';

/**
 * Limits for a job that reads a file. They apply to what is measured, never to what the file
 * claims.
 */
export interface FileBudget {
  /** Wall-clock time, from the start of the worker. */
  timeLimitMs: number;
  /** Length of the file. */
  mostBytes: number;
}

/** Throws `limit_exceeded`, with a sentence that names the limit. */
export function checkLength(file: Blob, { mostBytes }: FileBudget): void {
  if (file.size > mostBytes)
    throw new EngineError(
      'limit_exceeded',
      `This file is ${nameLength(file.size)}; the limit here is ${nameLength(mostBytes)}.`,
      { details: { sizeBytes: file.size, mostBytes } },
    );
}

/**
 * Reads a whole file. Throws `not_supported` for one that was moved, changed or deleted since it
 * was chosen.
 */
export async function readBytes(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (thrown) {
    throw new EngineError(
      'not_supported',
      'This file cannot be opened. It may have been moved, changed or deleted; choose it again.',
      { cause: thrown },
    );
  }
}

/** As people count: powers of 1000. */
export function nameLength(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} kB`;
  return bytes < 999.5e6 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
