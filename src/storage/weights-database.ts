import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { EngineError } from '../engine/errors.ts';
import type { Digest } from '../engine/models/manifest.ts';

/** One row of a content's bytes. */
interface ChunkRow {
  digest: Digest;
  index: number;
  bytes: Blob;
}

/** Rows but the chunks are parsed with Zod where they are read: an older version of the app may have written them. */
export interface WeightsSchema extends DBSchema {
  chunks: { key: [Digest, number]; value: ChunkRow };
  contents: { key: Digest; value: { digest: Digest } };
  files: { key: string; value: unknown; indexes: { digest: Digest } };
  models: { key: string; value: unknown };
  downloads: { key: string; value: unknown };
  verdicts: { key: string; value: unknown };
}

type Connection = IDBPDatabase<WeightsSchema>;

/** The database of weights, opened when it is needed and again after the browser has closed it. */
export interface WeightsDatabase {
  /** Runs the work on an open connection. Throws `storage_unavailable`, `storage_full`, and what EngineError makes of other failures. */
  use<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  close(): void;
}

const NAME = 'triptych-weights';
const VERSION = 1;

/**
 * Apart from conversations and settings: gigabytes of rows are what a browser damages or a person clears, and the rest must not go
 * with them. Somebody who clears the site's data while the page is open closes the connection: the next use opens an empty database.
 */
export function connectWeightsDatabase(name = NAME): WeightsDatabase {
  let opening: Promise<Connection> | undefined;
  const forget = () => (opening = undefined);
  const open = () =>
    (opening ??= openConnection(name, forget).catch((thrown: unknown) => {
      forget();
      throw thrown;
    }));

  return {
    async use(work) {
      const connection = await open();
      try {
        return await work(connection);
      } catch (thrown) {
        if (!isClosed(thrown, connection, await opening?.catch(() => undefined))) throw wrapFailure(thrown);
        forget();
      }
      return work(await open()).catch((thrown: unknown) => {
        throw wrapFailure(thrown);
      });
    },
    close() {
      void opening?.then((connection) => connection.close());
      forget();
    },
  };
}

async function openConnection(name: string, onEnd: () => void): Promise<Connection> {
  try {
    const connection: Connection = await openDB<WeightsSchema>(name, VERSION, {
      upgrade(created) {
        created.createObjectStore('chunks', { keyPath: ['digest', 'index'] });
        created.createObjectStore('contents', { keyPath: 'digest' });
        created.createObjectStore('files', { keyPath: 'key' }).createIndex('digest', 'digest');
        created.createObjectStore('models', { keyPath: 'manifest.id' });
        created.createObjectStore('downloads', { keyPath: 'manifest.id' });
        created.createObjectStore('verdicts', { keyPath: 'key' });
      },
      // A newer version of the app in another tab wants to upgrade: nobody holds it up.
      blocking: () => {
        connection.close();
        onEnd();
      },
      terminated: onEnd,
    });
    return connection;
  } catch (thrown) {
    throw new EngineError(
      'storage_unavailable',
      `The browser's database cannot be opened: ${EngineError.from(thrown).message}`,
      { cause: thrown },
    );
  }
}

/** The connection was closed under the work: by the browser, or because another tab upgrades. */
function isClosed(thrown: unknown, used: Connection, current: Connection | undefined): boolean {
  const name = thrown instanceof DOMException ? thrown.name : '';
  return name === 'InvalidStateError' || (name === 'AbortError' && used !== current);
}

function wrapFailure(thrown: unknown): EngineError {
  // A transaction that was rolled back says "AbortError", which is nobody's wish to stop.
  if (thrown instanceof DOMException && thrown.name === 'AbortError')
    return new EngineError('storage_unavailable', 'The browser broke off writing.', { cause: thrown });
  return EngineError.from(thrown, 'storage_unavailable');
}
