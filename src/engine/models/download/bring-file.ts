import { EngineError } from '../../errors.ts';
import type { Locks } from '../../locks.ts';
import { openContentWriter, type ContentWriter } from './content-writer.ts';
import { fetchBytes } from './fetch-bytes.ts';
import type { PinnedFile } from '../manifest.ts';
import type { Waiting } from '../hub/patience.ts';
import type { FileAddress } from './read-connection.ts';
import {
  CHUNK_BYTES,
  countStoredBytes,
  nameOfKey,
  type ChunkStore,
} from '../store/weight-store.ts';

/** What fetching a file needs besides its address. */
export interface BringOptions extends Waiting {
  store: ChunkStore;
  locks: Locks;
  /** Bytes in a row. Default: CHUNK_BYTES. */
  chunkBytes?: number;
}

/**
 * Reports bytes of the file that are stored: `isFresh` if this call fetched them. Negative if some
 * were discarded.
 */
export type OnBytes = (bytes: number, isFresh: boolean) => void;

const WATCH_EVERY_MS = 500;

/**
 * Brings a file into the store under its key, checked against its digest. What is already stored is
 * not fetched again, whichever model or tab fetched it; while another tab works on it, its progress
 * is reported, and then its work is taken over or found complete. Aborting keeps what has arrived.
 * Throws what fetchBytes throws, `storage_full`, and `download_failed` for wrong bytes.
 */
export async function bringFile(
  file: PinnedFile,
  key: string,
  address: FileAddress,
  options: BringOptions,
  signal: AbortSignal,
  onBytes: OnBytes,
): Promise<void> {
  const { store, locks } = options;
  const progress = createProgress(onBytes);
  const watch = setInterval(() => {
    void store
      .getContent(file.digest)
      .then((content) => content && progress.report(countStoredBytes(content)));
  }, WATCH_EVERY_MS);
  await locks
    .hold(lockOfContent(file.digest), signal, async () => {
      clearInterval(watch);
      progress.begin();
      if (!(await isWhole(store, file)))
        await fetchContent(file, key, address, options, signal, progress);
      await store.putFile({
        key,
        digest: file.digest,
        sizeBytes: file.sizeBytes,
        storedAt: Date.now(),
      });
      progress.reach(file.sizeBytes, false);
    })
    .finally(() => clearInterval(watch));
}

/** The name of the lock under which one tab at a time writes a content. */
export function lockOfContent(digest: string): string {
  return `triptych-content ${digest}`;
}

async function isWhole(store: ChunkStore, { digest }: PinnedFile): Promise<boolean> {
  const content = await store.getContent(digest);
  if (!content?.isComplete) return false;
  const rows = await store.getChunks(digest);
  return content.chunks.every(({ sizeBytes }, index) => rows[index]?.size === sizeBytes);
}

async function fetchContent(
  file: PinnedFile,
  key: string,
  address: FileAddress,
  options: BringOptions,
  signal: AbortSignal,
  progress: Progress,
): Promise<void> {
  const writer = await openContentWriter(options.store, file, options.chunkBytes ?? CHUNK_BYTES);
  progress.reach(writer.taken, false);
  const hasEarlier = writer.taken > 0;
  await fillContent(writer, file, address, options, signal, progress);
  try {
    await writer.finish();
  } catch (thrown) {
    if (!hasEarlier || EngineError.from(thrown).code !== 'download_failed')
      throw nameFile(key, thrown);
    // Bytes from an earlier attempt may belong to another version, which not every server reports:
    // try once more, from the first byte.
    await writer.restart();
    await fillContent(writer, file, address, options, signal, progress);
    await writer.finish().catch((again: unknown) => {
      throw nameFile(key, again);
    });
  }
}

async function fillContent(
  writer: ContentWriter,
  { sizeBytes }: PinnedFile,
  address: FileAddress,
  waiting: BringOptions,
  signal: AbortSignal,
  progress: Progress,
): Promise<void> {
  const { url } = address;
  const etag = writer.version?.url === url ? writer.version.etag : undefined;
  const range = { start: writer.taken, end: sizeBytes, etag };
  try {
    for await (const step of fetchBytes(address, range, waiting, signal)) {
      if (step.type === 'restart') await writer.restart();
      else await writer.push(step.bytes, step.etag ? { etag: step.etag, url } : undefined);
      progress.reach(writer.taken, true);
    }
  } catch (thrown) {
    throw await keepForLater(writer, EngineError.from(thrown, 'network_unreachable'));
  }
}

function nameFile(key: string, thrown: unknown): EngineError {
  const { code, message } = EngineError.from(thrown);
  return new EngineError(code, `${nameOfKey(key)}: ${message}`, {
    cause: thrown,
    details: { key },
  });
}

/**
 * What has arrived is kept for another attempt, unless saving it fails as well; the first failure
 * is the one to report.
 */
async function keepForLater(writer: ContentWriter, error: EngineError): Promise<EngineError> {
  if (error.code !== 'storage_full') await writer.keep().catch(() => undefined);
  return error;
}

interface Progress {
  /** From now on this tab counts its own bytes. */
  begin(): void;
  /** Reports another tab's progress. */
  report(bytes: number): void;
  reach(bytes: number, isFresh: boolean): void;
}

/** Turns totals into differences. */
function createProgress(onBytes: OnBytes): Progress {
  let told = 0;
  let hasBegun = false;
  const reach = (bytes: number, isFresh: boolean) => {
    if (bytes !== told) onBytes(bytes - told, isFresh);
    told = bytes;
  };
  return {
    begin: () => void (hasBegun = true),
    report: (bytes) => void (hasBegun || reach(bytes, false)),
    reach,
  };
}
