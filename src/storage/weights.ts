import { z } from 'zod';
import {
  digestSchema,
  dtypeSchema,
  manifestSchema,
  type Digest,
} from '../engine/models/manifest.ts';
import type {
  ChunkStore,
  InstalledModel,
  StoredContent,
  StoredFile,
  UnfinishedDownload,
} from '../engine/models/store/weight-store.ts';
import type { WeightsDatabase } from './weights-database.ts';

const contentSchema: z.ZodType<StoredContent> = z.object({
  digest: digestSchema,
  sizeBytes: z.number(),
  chunkBytes: z.number(),
  chunks: z.array(z.object({ sizeBytes: z.number(), sha256: z.string() })),
  hashState: z.instanceof(Uint8Array).optional(),
  version: z.object({ etag: z.string(), url: z.string() }).optional(),
  isComplete: z.boolean(),
}) as z.ZodType<StoredContent>;
const fileSchema: z.ZodType<StoredFile> = z.object({
  key: z.string(),
  digest: digestSchema,
  sizeBytes: z.number(),
  storedAt: z.number(),
  isLoose: z.boolean().optional(),
});
const modelSchema: z.ZodType<InstalledModel> = z.object({
  manifest: manifestSchema,
  dtypes: z.array(dtypeSchema),
  voices: z.array(z.string()).optional(),
  checks: z.record(z.string(), z.string()).optional(),
  installedAt: z.number(),
  lastUsedAt: z.number(),
});
const downloadSchema: z.ZodType<UnfinishedDownload> = z.object({
  manifest: manifestSchema,
  dtype: dtypeSchema,
  voices: z.array(z.string()).optional(),
  startedAt: z.number(),
  isImport: z.boolean().optional(),
});

const rowsOf = (digest: Digest) => IDBKeyRange.bound([digest, 0], [digest, Infinity]);

/**
 * Weights in IndexedDB: one row per chunk as a Blob, which the browser keeps as a file and reads
 * lazily.
 */
export function createChunkStore(database: WeightsDatabase): ChunkStore {
  return {
    getContent: (digest) =>
      database.use(async (db) => contentSchema.safeParse(await db.get('contents', digest)).data),
    listContents: () =>
      database.use(async (db) => keepValid(contentSchema, await db.getAll('contents'))),
    putChunk: (content, index, bytes) =>
      database.use(async (db) => {
        const transaction = db.transaction(['chunks', 'contents'], 'readwrite');
        const writes = [
          transaction.objectStore('chunks').put({ digest: content.digest, index, bytes }),
          transaction.objectStore('contents').put(content),
        ];
        // A write that the transaction took down with it says less than the transaction, so that is
        // asked first.
        await Promise.allSettled(writes);
        await transaction.done;
        await Promise.all(writes);
      }),
    putContent: (content) => database.use(async (db) => void (await db.put('contents', content))),
    getChunks: (digest) =>
      database.use(async (db) => {
        const rows: (Blob | undefined)[] = [];
        for (const { index, bytes } of await db.getAll('chunks', rowsOf(digest)))
          rows[index] = bytes;
        return Array.from(rows);
      }),
    deleteContent: (digest) =>
      database.use(async (db) => {
        const transaction = db.transaction(['chunks', 'contents', 'files'], 'readwrite');
        const users = await transaction.objectStore('files').index('digest').count(digest);
        if (users === 0) await transaction.objectStore('chunks').delete(rowsOf(digest));
        if (users === 0) await transaction.objectStore('contents').delete(digest);
        await transaction.done;
      }),

    putFile: (file) => database.use(async (db) => void (await db.put('files', file))),
    getFile: (key) =>
      database.use(async (db) => fileSchema.safeParse(await db.get('files', key)).data),
    deleteFile: (key) => database.use((db) => db.delete('files', key)),
    listFiles: () => database.use(async (db) => keepValid(fileSchema, await db.getAll('files'))),

    putModel: (model) => database.use(async (db) => void (await db.put('models', model))),
    getModel: (id) =>
      database.use(async (db) => modelSchema.safeParse(await db.get('models', id)).data),
    touchModel: (id, lastUsedAt) =>
      database.use(async (db) => {
        const transaction = db.transaction('models', 'readwrite');
        const row = await transaction.store.get(id);
        if (row) await transaction.store.put({ ...row, lastUsedAt });
        await transaction.done;
      }),
    deleteModel: (id) => database.use((db) => db.delete('models', id)),
    listModels: () => database.use(async (db) => keepValid(modelSchema, await db.getAll('models'))),

    putDownload: (download) =>
      database.use(async (db) => void (await db.put('downloads', download))),
    deleteDownload: (id) => database.use((db) => db.delete('downloads', id)),
    listDownloads: () =>
      database.use(async (db) => keepValid(downloadSchema, await db.getAll('downloads'))),
  };
}

/**
 * A row that an older version wrote and that can no longer be read counts as absent: its files can
 * be fetched again.
 */
function keepValid<T>(schema: z.ZodType<T>, rows: readonly unknown[]): T[] {
  return rows.flatMap((row) => schema.safeParse(row).data ?? []);
}
