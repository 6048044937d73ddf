import type { Digest } from '../manifest.ts';
import type {
  ChunkStore,
  InstalledModel,
  StoredContent,
  StoredFile,
  UnfinishedDownload,
} from './weight-store.ts';

export interface MemoryChunkStore extends ChunkStore {
  readonly chunks: Map<Digest, (Blob | undefined)[]>;
  readonly contents: Map<Digest, StoredContent>;
  /** Most bytes that it takes; may be changed. */
  fullAfterBytes: number;
}

/** A chunk store in memory, for tests. */
export function createMemoryChunkStore(
  options: { fullAfterBytes?: number } = {},
): MemoryChunkStore {
  const chunks = new Map<Digest, (Blob | undefined)[]>();
  const contents = new Map<Digest, StoredContent>();
  const files = new Map<string, StoredFile>();
  const models = new Map<string, InstalledModel>();
  const downloads = new Map<string, UnfinishedDownload>();
  const store: MemoryChunkStore = {
    chunks,
    contents,
    fullAfterBytes: options.fullAfterBytes ?? Infinity,
    getContent: async (digest) => structuredClone(contents.get(digest)),
    listContents: async () => structuredClone([...contents.values()]),
    async putChunk(content, index, bytes) {
      const others = [...chunks].flatMap(([digest, rows]) =>
        rows.filter((_, row) => digest !== content.digest || row !== index),
      );
      const stored = others.reduce((sum, row) => sum + (row?.size ?? 0), 0);
      if (stored + bytes.size > store.fullAfterBytes)
        throw new DOMException('full', 'QuotaExceededError');
      const rows = chunks.get(content.digest) ?? [];
      rows[index] = bytes;
      chunks.set(content.digest, rows);
      contents.set(content.digest, structuredClone(content));
    },
    putContent: async (content) => void contents.set(content.digest, structuredClone(content)),
    getChunks: async (digest) => Array.from(chunks.get(digest) ?? []),
    async deleteContent(digest) {
      if ([...files.values()].some((file) => file.digest === digest)) return;
      chunks.delete(digest);
      contents.delete(digest);
    },
    putFile: async (file) => void files.set(file.key, file),
    getFile: async (key) => files.get(key),
    deleteFile: async (key) => void files.delete(key),
    listFiles: async () => [...files.values()],
    putModel: async (model) => void models.set(model.manifest.id, model),
    getModel: async (id) => models.get(id),
    async touchModel(id, lastUsedAt) {
      const model = models.get(id);
      if (model) models.set(id, { ...model, lastUsedAt });
    },
    deleteModel: async (id) => void models.delete(id),
    listModels: async () => [...models.values()],
    putDownload: async (download) => void downloads.set(download.manifest.id, download),
    deleteDownload: async (id) => void downloads.delete(id),
    listDownloads: async () => [...downloads.values()],
  };
  return store;
}
