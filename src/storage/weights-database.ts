import type { DBSchema } from 'idb';
import type { Digest } from '../engine/models/manifest.ts';
import { connectDatabase, type Connection } from './connection.ts';

/** One row of a content's bytes. */
interface ChunkRow {
  digest: Digest;
  index: number;
  bytes: Blob;
}

/**
 * Rows but the chunks are parsed with Zod where they are read: an older version of the app may have
 * written them.
 */
export interface WeightsSchema extends DBSchema {
  chunks: { key: [Digest, number]; value: ChunkRow };
  contents: { key: Digest; value: { digest: Digest } };
  files: { key: string; value: unknown; indexes: { digest: Digest } };
  models: { key: string; value: unknown };
  downloads: { key: string; value: unknown };
  verdicts: { key: string; value: unknown };
}
export type WeightsDatabase = Connection<WeightsSchema>;

const VERSION = 1;

/**
 * Apart from conversations and settings: gigabytes of rows are what a browser damages or a person
 * clears, and the rest must not go with them.
 */
export function connectWeightsDatabase(name = WEIGHTS_DATABASE): WeightsDatabase {
  return connectDatabase<WeightsSchema>({
    name,
    version: VERSION,
    upgrade(created) {
      created.createObjectStore('chunks', { keyPath: ['digest', 'index'] });
      created.createObjectStore('contents', { keyPath: 'digest' });
      created.createObjectStore('files', { keyPath: 'key' }).createIndex('digest', 'digest');
      created.createObjectStore('models', { keyPath: 'manifest.id' });
      created.createObjectStore('downloads', { keyPath: 'manifest.id' });
      created.createObjectStore('verdicts', { keyPath: 'key' });
    },
  });
}

const WEIGHTS_DATABASE = 'triptych-weights';
