import { EngineError } from '../../errors.ts';
import { hashChunk, startHash } from '../digest.ts';
import {
  CHUNK_BYTES,
  nameOfKey,
  type ChunkStore,
  type StoredChunk,
  type WeightCache,
} from './weight-store.ts';

/** The cache view of a chunk store. */
export function createWeightCache(store: ChunkStore): WeightCache {
  async function open(key: string): Promise<Blob | undefined> {
    const file = await store.getFile(key);
    if (!file) return undefined;
    const body = new Blob(
      (await store.getChunks(file.digest)).filter((chunk) => chunk !== undefined),
    );
    if (body.size !== file.sizeBytes)
      throw new EngineError('weights_damaged', `${nameOfKey(key)} is missing a part`, {
        details: { key },
      });
    return body;
  }
  return {
    open,
    async match(key) {
      const body = await open(key);
      return (
        body && new Response(body, { headers: { ...HEADERS, 'content-length': String(body.size) } })
      );
    },
    put: (key, response) => putResponse(store, key, response),
    async delete(key) {
      const file = await store.getFile(key);
      if (!file) return false;
      await store.deleteFile(key);
      await store.deleteContent(file.digest);
      return true;
    },
    list: () => store.listFiles(),
    async size() {
      const contents = new Map(
        (await store.listFiles()).map(({ digest, sizeBytes }) => [digest, sizeBytes]),
      );
      return [...contents.values()].reduce((sum, bytes) => sum + bytes, 0);
    },
  };
}

const HEADERS = { 'content-type': 'application/octet-stream' };

/**
 * The address is known only once all of it was read: until then its rows are Blobs, which a browser
 * may move to disk.
 */
async function putResponse(store: ChunkStore, key: string, response: Response): Promise<void> {
  if (!response.ok || !response.body)
    throw new EngineError(
      'invalid_request',
      `${nameOfKey(key)} was not stored: the answer was ${response.status}.`,
    );
  const hash = await startHash('sha256:0', 0);
  const rows: { blob: Blob; chunk: StoredChunk }[] = [];
  for await (const bytes of cutStream(response.body, CHUNK_BYTES)) {
    hash.update(bytes);
    rows.push({
      blob: new Blob([bytes]),
      chunk: { sizeBytes: bytes.length, sha256: await hashChunk(bytes) },
    });
  }
  const sizeBytes = rows.reduce((sum, { blob }) => sum + blob.size, 0);
  const digest = hash.finish();
  const content = {
    digest,
    sizeBytes,
    chunkBytes: CHUNK_BYTES,
    hashState: undefined,
    version: undefined,
  };
  for (const [index, { blob }] of rows.entries()) {
    const chunks = rows.slice(0, index + 1).map(({ chunk }) => chunk);
    await store.putChunk({ ...content, chunks, isComplete: false }, index, blob);
  }
  await store.putContent({ ...content, chunks: rows.map(({ chunk }) => chunk), isComplete: true });
  await store.putFile({ key, digest, sizeBytes, storedAt: Date.now(), isLoose: true });
}

/** A stream in pieces of the given size, the last one shorter. */
async function* cutStream(
  stream: ReadableStream<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let piece = new Uint8Array(size);
  let filled = 0;
  for await (let rest of stream as unknown as AsyncIterable<Uint8Array>) {
    while (rest.length > 0) {
      const part = rest.subarray(0, size - filled);
      piece.set(part, filled);
      filled += part.length;
      rest = rest.subarray(part.length);
      if (filled < size) continue;
      yield piece;
      piece = new Uint8Array(size);
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}
