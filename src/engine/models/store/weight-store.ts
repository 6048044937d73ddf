import type { Digest, Dtype, ModelManifest } from '../manifest.ts';

/** A file that is wholly stored, under the key of its hub address. */
export interface StoredFile {
  key: string;
  digest: Digest;
  sizeBytes: number;
  storedAt: number;
  /** Put by name alone, for no model: it stays until it is deleted by name. */
  isLoose?: boolean | undefined;
}

/** A row of a content's bytes. */
export interface StoredChunk {
  sizeBytes: number;
  /** Hexadecimal, of the bytes as they arrived: what is on disk is held against it (verify.ts). */
  sha256: string;
}

/** What is stored of a content, whole or on its way. */
export interface StoredContent {
  digest: Digest;
  /** Of the whole. */
  sizeBytes: number;
  /** Bytes of a full row: row `i` begins at `i * chunkBytes`. */
  chunkBytes: number;
  /**
   * The rows in order. While the content is on its way, the last one may be shorter than a full
   * row: it is then rewritten.
   */
  chunks: StoredChunk[];
  /** The whole file's hash after the full rows (digest.ts), so that going on needs no reading. */
  hashState: Uint8Array | undefined;
  /**
   * What the server called the version that the bytes are of, and where that was: another server
   * has other names.
   */
  version: { etag: string; url: string } | undefined;
  /** All bytes are here and make the digest. */
  isComplete: boolean;
}

/** A model whose files are all stored. */
export interface InstalledModel {
  manifest: ModelManifest;
  dtypes: Dtype[];
  /** Of a speech model: ids of the voices that are here. */
  voices?: string[] | undefined;
  /** What checks of its numbers found, by build and GPU: empty if they were right, else why not. */
  checks?: Record<string, string> | undefined;
  installedAt: number;
  lastUsedAt: number;
}

/** A download that has begun and not ended: it survives the page. */
export interface UnfinishedDownload {
  /** With the commit, sizes and digests. */
  manifest: ModelManifest;
  dtype: Dtype;
  /** Of a speech model: ids of the voices that are wanted. */
  voices?: string[] | undefined;
  startedAt: number;
  /** An import that broke off: its folder has to be given again, and no hub is asked for it. */
  isImport?: boolean | undefined;
}

/**
 * Rows of bytes, addressed by content, with names on top. IndexedDB in a tab; anything that keeps
 * rows elsewhere.
 */
export interface ChunkStore {
  getContent(digest: Digest): Promise<StoredContent | undefined>;
  /** Every content with any bytes. */
  listContents(): Promise<StoredContent[]>;
  /**
   * Writes row `index` and what is now known of its content, both or neither. Durable once the
   * promise resolves. Throws `storage_full`.
   */
  putChunk(content: StoredContent, index: number, bytes: Blob): Promise<void>;
  putContent(content: StoredContent): Promise<void>;
  /**
   * The rows in order, unread: their bytes stay on disk until someone asks. A row that is gone
   * leaves a hole.
   */
  getChunks(digest: Digest): Promise<(Blob | undefined)[]>;
  /** Forgets the content with its rows unless a stored file still has it. */
  deleteContent(digest: Digest): Promise<void>;

  putFile(file: StoredFile): Promise<void>;
  getFile(key: string): Promise<StoredFile | undefined>;
  deleteFile(key: string): Promise<void>;
  listFiles(): Promise<StoredFile[]>;

  putModel(model: InstalledModel): Promise<void>;
  getModel(id: string): Promise<InstalledModel | undefined>;
  /** Notes that the model was used; nothing for one that is gone. */
  touchModel(id: string, usedAt: number): Promise<void>;
  deleteModel(id: string): Promise<void>;
  listModels(): Promise<InstalledModel[]>;

  putDownload(download: UnfinishedDownload): Promise<void>;
  deleteDownload(modelId: string): Promise<void>;
  listDownloads(): Promise<UnfinishedDownload[]>;
}

/**
 * The Web Cache API's three verbs, as transformers.js' `env.customCache` calls them, and what a
 * studio needs besides.
 */
export interface WeightCache {
  /**
   * A response whose body is read from disk as it is consumed, or `undefined` unless the whole file
   * is stored. Throws `weights_damaged` if a part of it is gone.
   */
  match(key: string): Promise<Response | undefined>;
  /** The bytes of a file, still on disk. Otherwise as `match`. */
  open(key: string): Promise<Blob | undefined>;
  /**
   * Stores the body under the key, whole or not at all. Downloads of models come checked through
   * download.ts instead. Throws `storage_full`.
   */
  put(key: string, response: Response): Promise<void>;
  delete(key: string): Promise<boolean>;
  list(): Promise<StoredFile[]>;
  /** Bytes stored under all keys; content shared by two keys counts once. */
  size(): Promise<number>;
}

/**
 * Rows of this size: large enough to be quick, small enough that a lost one costs little to fetch
 * again.
 */
export const CHUNK_BYTES = 16 * 2 ** 20;

/** The file's own name, for messages. */
export function nameOfKey(key: string): string {
  return key.split('/').at(-1) ?? key;
}

/** Bytes of the rows that are here. */
export function countStoredBytes({ chunks }: StoredContent): number {
  return chunks.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
