import { EngineError, throwIfAborted } from '../../errors.ts';
import { lockOfContent, type BringOptions } from './bring-file.ts';
import { hashChunk } from '../digest.ts';
import { fetchBytes } from './fetch-bytes.ts';
import type { Digest } from '../manifest.ts';
import { nameOfAddress, type FileAddress } from './read-connection.ts';
import type { ChunkStore, StoredContent } from '../store/weight-store.ts';

/** A row that is missing, cannot be read, or does not hold what was written. */
export interface DamagedChunk {
  digest: Digest;
  index: number;
  sizeBytes: number;
}

/**
 * Reads every row of a content and checks it against its hash. `onBytes` is called for each row
 * checked.
 */
export async function findDamage(
  store: ChunkStore,
  content: StoredContent,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<DamagedChunk[]> {
  const rows = await store.getChunks(content.digest);
  const damaged: DamagedChunk[] = [];
  for (const [index, { sizeBytes, sha256 }] of content.chunks.entries()) {
    throwIfAborted(signal);
    if (!(await holds(rows[index], sha256)))
      damaged.push({ digest: content.digest, index, sizeBytes });
    onBytes(sizeBytes);
  }
  return damaged;
}

async function holds(row: Blob | undefined, sha256: string): Promise<boolean> {
  try {
    return (
      row !== undefined && (await hashChunk(new Uint8Array(await row.arrayBuffer()))) === sha256
    );
  } catch {
    // The browser lost the row's file (NotReadableError): treat the row as gone.
    return false;
  }
}

/**
 * Fetches one row of a content again, and nothing else. Throws what fetchBytes throws, and
 * `download_failed` if the server no longer has the same bytes.
 */
export async function repairChunk(
  { digest, index, sizeBytes }: DamagedChunk,
  address: FileAddress,
  { store, locks, ...waiting }: BringOptions,
  signal: AbortSignal,
): Promise<void> {
  await locks.hold(lockOfContent(digest), signal, async () => {
    const content = await store.getContent(digest);
    const wanted = content?.chunks[index];
    if (!content || !wanted)
      throw new EngineError('weights_damaged', `${nameOfAddress(address)} is no longer stored`);
    const start = index * content.chunkBytes;
    const bytes = new Uint8Array(sizeBytes);
    let filled = 0;
    for await (const step of fetchBytes(
      address,
      { start, end: start + sizeBytes, etag: undefined },
      waiting,
      signal,
    )) {
      if (step.type === 'restart') break;
      bytes.set(step.bytes, filled);
      filled += step.bytes.length;
    }
    if ((await hashChunk(bytes)) !== wanted.sha256)
      throw new EngineError(
        'download_failed',
        `${nameOfAddress(address)} has changed on the server.`,
      );
    await store.putChunk(content, index, new Blob([bytes]));
  });
}
