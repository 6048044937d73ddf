import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A file in the state that it was found in. */
export interface FoundFile {
  /** Absolute. */
  file: string;
  sizeBytes: number;
  /** Nanoseconds, of the last change. */
  changedAt: bigint;
}

/** SHA-256 of files, read once for each state of a file. */
export interface FileDigests {
  /** The digest where it is known, without reading the file. */
  peek(found: FoundFile): Promise<string | undefined>;
  /** Reads the file where that has not been done. Throws what the file system throws. */
  read(found: FoundFile): Promise<string>;
}

/** More files at once would be read no faster, and each takes a descriptor. */
const FILES_AT_ONCE = 2;

/**
 * `folder` keeps digests for the next start and for other processes, each in a file of its own that
 * is put there whole: two writers cannot disturb each other. One that cannot be written is done
 * without.
 */
export function createFileDigests(folder: string): FileDigests {
  const known = new Map<string, string>();
  const running = new Map<string, Promise<string>>();
  const limit = createLimit(FILES_AT_ONCE);

  async function peek(found: FoundFile): Promise<string | undefined> {
    const key = nameState(found);
    const digest = known.get(key) ?? (await readKept(join(folder, key)));
    if (digest) known.set(key, digest);
    return digest;
  }
  async function hash(found: FoundFile, key: string): Promise<string> {
    const digest = (await peek(found)) ?? (await limit(() => hashFile(found.file)));
    if (known.get(key) !== digest) await keep(folder, key, digest).catch(() => undefined);
    known.set(key, digest);
    return digest;
  }
  return {
    peek,
    read(found) {
      const key = nameState(found);
      const reading = running.get(key) ?? hash(found, key).finally(() => running.delete(key));
      running.set(key, reading);
      return reading;
    },
  };
}

function nameState({ file, sizeBytes, changedAt }: FoundFile): string {
  return createHash('sha256').update(`${file}\n${sizeBytes}\n${changedAt}`).digest('hex');
}

async function readKept(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return /^[0-9a-f]{64}$/.test(text) ? text : undefined;
}

async function keep(folder: string, key: string, digest: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const draft = join(folder, `${key}.${randomUUID()}`);
  await writeFile(draft, digest);
  await rename(draft, join(folder, key));
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: 2 ** 20 }))
    hash.update(piece as Buffer);
  return hash.digest('hex');
}

/** Runs at most `width` pieces of work at once, in order. */
export function createLimit(width: number) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= width) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
