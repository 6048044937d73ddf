import { EngineError } from '../../errors.ts';
import { hashChunk, startHash, type ContentHash } from '../digest.ts';
import type { PinnedFile } from '../manifest.ts';
import { countStoredBytes, type ChunkStore, type StoredContent } from '../store/weight-store.ts';

/** Writes a content into the store in rows of one size, hashing as it goes. */
export interface ContentWriter {
  /** Bytes accepted so far, including earlier attempts. */
  readonly taken: number;
  /** The version that the accepted bytes belong to. */
  readonly version: StoredContent['version'];
  /**
   * Resolves once the bytes are accepted and every row they fill is on disk. Throws `storage_full`.
   */
  push(bytes: Uint8Array, version: StoredContent['version']): Promise<void>;
  /** Discards everything accepted so far. */
  restart(): Promise<void>;
  /**
   * Writes what was received to disk, including a shorter last row, so that a later attempt can
   * continue.
   */
  keep(): Promise<void>;
  /**
   * Writes the rest to disk and checks the whole against its digest. Throws `download_failed`, and
   * discards it, if they differ.
   */
  finish(): Promise<void>;
}

/**
 * Continues where an earlier writer of the same content stopped, however it stopped. One writer per
 * content at a time.
 */
export async function openContentWriter(
  store: ChunkStore,
  file: PinnedFile,
  rowBytes: number,
): Promise<ContentWriter> {
  const earlier = await findEarlier(store, file);
  const { chunkBytes } = earlier?.content ?? { chunkBytes: rowBytes };
  let content = earlier?.content ?? createContent(file, chunkBytes);
  let hash = earlier?.hash ?? (await startHash(file.digest, file.sizeBytes));
  let row = startRow();
  if (earlier?.tail) row.filled = earlier.tail.length;
  if (earlier?.tail) row.bytes.set(earlier.tail);

  function startRow() {
    const rest = file.sizeBytes - countStoredBytes(content);
    return { bytes: new Uint8Array(Math.min(chunkBytes, rest)), filled: 0 };
  }

  /** Nothing is received while a row is written, so a sudden end costs at most one row. */
  async function writeRow(bytes: Uint8Array<ArrayBuffer>, isWhole: boolean): Promise<void> {
    if (isWhole) hash.update(bytes);
    const chunks = [...content.chunks, { sizeBytes: bytes.length, sha256: await hashChunk(bytes) }];
    const written = { ...content, chunks, hashState: isWhole ? hash.save() : content.hashState };
    await store
      .putChunk(written, content.chunks.length, new Blob([bytes]))
      .catch((thrown: unknown) => {
        throw EngineError.from(thrown, 'storage_unavailable');
      });
    if (isWhole) content = written;
  }

  return {
    get taken() {
      return countStoredBytes(content) + row.filled;
    },
    get version() {
      return content.version;
    },
    async push(bytes, version) {
      content = { ...content, version };
      for (let rest = bytes; rest.length > 0;) {
        const part = rest.subarray(0, row.bytes.length - row.filled);
        row.bytes.set(part, row.filled);
        row.filled += part.length;
        rest = rest.subarray(part.length);
        if (row.filled < chunkBytes) return;
        await writeRow(row.bytes, true);
        row = startRow();
      }
    },
    async restart() {
      await store.deleteContent(file.digest);
      content = createContent(file, chunkBytes);
      hash = await startHash(file.digest, file.sizeBytes);
      row = startRow();
    },
    async keep() {
      if (row.filled > 0) await writeRow(row.bytes.slice(0, row.filled), false);
    },
    async finish() {
      if (row.filled > 0) await writeRow(row.bytes.slice(0, row.filled), true);
      await settle(store, content, hash);
    },
  };
}

async function settle(store: ChunkStore, content: StoredContent, hash: ContentHash): Promise<void> {
  if (hash.finish() === content.digest)
    return store.putContent({ ...content, hashState: undefined, isComplete: true });
  await store.deleteContent(content.digest);
  throw new EngineError(
    'download_failed',
    'what arrived did not match the hub’s listing and was discarded.',
  );
}

function createContent({ digest, sizeBytes }: PinnedFile, chunkBytes: number): StoredContent {
  return {
    digest,
    sizeBytes,
    chunkBytes,
    chunks: [],
    hashState: undefined,
    version: undefined,
    isComplete: false,
  };
}

interface Earlier {
  /** The full rows stored without a gap. */
  content: StoredContent;
  hash: ContentHash;
  /** Bytes of the shorter row after them. */
  tail: Uint8Array | undefined;
}

async function findEarlier(store: ChunkStore, file: PinnedFile): Promise<Earlier | undefined> {
  const content = await store.getContent(file.digest);
  if (!content) return undefined;
  const rows = await store.getChunks(file.digest);
  const isHere = ({ sizeBytes }: { sizeBytes: number }, index: number) =>
    rows[index]?.size === sizeBytes;
  const gap = content.chunks.findIndex((chunk, index) => !isHere(chunk, index));
  const here = gap < 0 ? content.chunks : content.chunks.slice(0, gap);
  const full = here.filter(({ sizeBytes }) => sizeBytes === content.chunkBytes);
  const tail = here.length > full.length ? rows[full.length] : undefined;
  const isUnbroken = content.chunks.length === here.length;
  const hash = await resumeHash(
    file,
    isUnbroken ? content.hashState : undefined,
    rows.slice(0, full.length),
  );
  return {
    content: { ...content, chunks: full, isComplete: false },
    hash,
    tail: tail && new Uint8Array(await tail.arrayBuffer()),
  };
}

/**
 * From the saved state, or by reading the rows if there is none or another version of the hash
 * saved it.
 */
async function resumeHash(
  { digest, sizeBytes }: PinnedFile,
  state: Uint8Array | undefined,
  rows: readonly (Blob | undefined)[],
): Promise<ContentHash> {
  try {
    if (state && rows.length > 0) return await startHash(digest, sizeBytes, state);
  } catch {
    // Saved by another version: the rows themselves say the same.
  }
  const hash = await startHash(digest, sizeBytes);
  for (const row of rows) if (row) hash.update(new Uint8Array(await row.arrayBuffer()));
  return hash;
}
