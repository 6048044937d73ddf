import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createWeightCache } from '../engine/models/store/weight-cache.ts';
import type { ChunkStore, StoredContent } from '../engine/models/store/weight-store.ts';
import {
  connectWeightsDatabase,
  type WeightsDatabase,
  type WeightsSchema,
} from './weights-database.ts';
import { createChunkStore } from './weights.ts';

let name: string;
let database: WeightsDatabase;
let store: ChunkStore;
beforeEach(() => {
  name = `test-${crypto.randomUUID()}`;
  database = connectWeightsDatabase(name);
  store = createChunkStore(database);
});
afterEach(async () => {
  database.close();
  await deleteDB(name);
});

const digest = 'sha256:aa';
const key = 'https://huggingface.co/some/model/resolve/main/onnx/model.onnx';
const bytes = (...values: number[]) => new Blob([Uint8Array.from(values)]);
const rows = [
  { sizeBytes: 3, sha256: '1' },
  { sizeBytes: 1, sha256: '2' },
];
const content: StoredContent = {
  digest,
  sizeBytes: 4,
  chunkBytes: 3,
  chunks: rows,
  hashState: Uint8Array.of(7),
  version: { etag: '"one"', url: 'http://hub/file' },
  isComplete: true,
};

async function storeFile(): Promise<void> {
  await store.putChunk(
    { ...content, chunks: rows.slice(0, 1), isComplete: false },
    0,
    bytes(1, 2, 3),
  );
  await store.putChunk(content, 1, bytes(4));
  await store.putFile({ key, digest, sizeBytes: 4, storedAt: 1 });
}
const read = async (at: string) => {
  const response = await createWeightCache(store).match(at);
  return response && [...new Uint8Array(await response.arrayBuffer())];
};

it('gives a file back as one response, in the order of its chunks', async () => {
  await storeFile();
  const response = await createWeightCache(store).match(key);
  expect(response?.headers.get('content-length')).toBe('4');
  expect(await read(key)).toEqual([1, 2, 3, 4]);
  expect(await store.getContent(digest)).toEqual(content);
});

it('has only what is wholly stored', async () => {
  await store.putChunk(
    { ...content, chunks: rows.slice(0, 1), isComplete: false },
    0,
    bytes(1, 2, 3),
  );
  expect(await read(key)).toBeUndefined();
  expect(await store.getChunks(digest)).toHaveLength(1);
});

it('says which file is missing a part, and leaves a hole where it was', async () => {
  await storeFile();
  await database.use((connection) => connection.delete('chunks', [digest, 0]));
  await expect(createWeightCache(store).match(key)).rejects.toMatchObject({
    code: 'weights_damaged',
    message: expect.stringContaining('model.onnx'),
  });
  expect((await store.getChunks(digest)).map((row) => row?.size)).toEqual([undefined, 1]);
});

it('keeps content as long as any file has it, and counts it once', async () => {
  await storeFile();
  const twin = `${key}-twin`;
  await store.putFile({ key: twin, digest, sizeBytes: 4, storedAt: 1 });
  const cache = createWeightCache(store);
  expect(await cache.size()).toBe(4);
  expect(await cache.delete(key)).toBe(true);
  expect(await read(twin)).toEqual([1, 2, 3, 4]);
  expect(await cache.delete(twin)).toBe(true);
  expect([await store.getContent(digest), await store.getChunks(digest)]).toEqual([undefined, []]);
  expect(await cache.delete(twin)).toBe(false);
});

it('takes a response of any size by name, as the Web Cache API does', async () => {
  const cache = createWeightCache(store);
  await cache.put('http://any/name', new Response(Uint8Array.of(5, 6)));
  expect(await read('http://any/name')).toEqual([5, 6]);
  await expect(
    cache.put('http://any/other', new Response(null, { status: 404 })),
  ).rejects.toMatchObject({
    code: 'invalid_request',
  });
});

it('survives a row that it cannot read', async () => {
  await database.use(async (connection) => {
    await connection.put('models', { manifest: { id: 'odd/model' }, dtypes: 'all' });
    await connection.put('files', { key: 'odd', digest: 5 });
    await connection.put('contents', { digest: 'sha256:bb' });
  });
  expect(await store.listModels()).toEqual([]);
  expect(await store.getModel('odd/model')).toBeUndefined();
  expect(await store.listFiles()).toEqual([]);
  expect(await store.listContents()).toEqual([]);
});

it('goes on with an empty database when somebody clears the site while it is in use', async () => {
  await storeFile();
  // What "Clear site data" does: every connection is closed and the database is gone.
  await deleteDB(name);
  expect(await store.getFile(key)).toBeUndefined();
  await storeFile();
  expect(await read(key)).toEqual([1, 2, 3, 4]);
});

it('lets a newer version of the app upgrade, and says what it cannot do then', async () => {
  await storeFile();
  const newer = await openDB<WeightsSchema>(name, 2);
  await expect(store.getFile(key)).rejects.toMatchObject({ code: 'storage_unavailable' });
  newer.close();
});
