import {
  openDB,
  type DBSchema,
  type IDBPDatabase,
  type IDBPTransaction,
  type StoreNames,
} from 'idb';
import { EngineError } from '../engine/errors.ts';

/** A database that is opened when it is needed, and again after the browser has closed it. */
export interface Connection<Schema extends DBSchema> {
  /**
   * Runs the work on an open connection; once more on a new one where the first was closed under
   * it, so work must be safe to repeat. Throws `storage_unavailable`, `storage_full`, and what
   * EngineError makes of other failures.
   */
  use<T>(work: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T>;
  /** For good: later uses throw `storage_unavailable`. */
  close(): void;
}

/** That in which a database is brought to its version. */
export type UpgradeTransaction<Schema extends DBSchema> = IDBPTransaction<
  Schema,
  StoreNames<Schema>[],
  'versionchange'
>;

interface ConnectionOptions<Schema extends DBSchema> {
  name: string;
  version: number;
  /** Creates what versions after `before` have; 0 for a new database. */
  upgrade(
    created: IDBPDatabase<Schema>,
    before: number,
    transaction: UpgradeTransaction<Schema>,
  ): void;
  /** A tab with an older version holds the database; it opens when that tab is closed. */
  onBlocked?(): void;
  /** It was here and is empty now: it was cleared while in use. */
  onLoss?(): void;
}

/**
 * Someone who clears the site's data while the page is open closes the connection: the next use
 * opens an empty database. A newer version of the app in another tab that wants to upgrade is not
 * held up; this tab must then be reloaded.
 */
export function connectDatabase<Schema extends DBSchema>(
  options: ConnectionOptions<Schema>,
): Connection<Schema> {
  let opening: Promise<IDBPDatabase<Schema>> | undefined;
  let wasOpen = false;
  let isClosing = false;

  function forget(): void {
    opening = undefined;
    // Runs after whatever closed it, so that a loss is known at once, not only at the next write.
    if (options.onLoss && !isClosing) void open().catch(() => undefined);
  }
  async function openNow(): Promise<IDBPDatabase<Schema>> {
    const { database, isNew } = await openConnection(options, forget);
    if (isNew && wasOpen) options.onLoss?.();
    wasOpen = true;
    return database;
  }
  const open = () => {
    if (isClosing) throw new EngineError('storage_unavailable', 'The database was closed.');
    return (opening ??= openNow().catch((thrown: unknown) => {
      opening = undefined;
      throw thrown;
    }));
  };

  return {
    async use(work) {
      const database = await open();
      try {
        return await work(database);
      } catch (thrown) {
        if (!isClosed(thrown, database, await opening?.catch(() => undefined)))
          throw wrapFailure(thrown);
        opening = undefined;
      }
      return work(await open()).catch((thrown: unknown) => {
        throw wrapFailure(thrown);
      });
    },
    close() {
      isClosing = true;
      void opening?.then((database) => database.close());
      opening = undefined;
    },
  };
}

async function openConnection<Schema extends DBSchema>(
  { name, version, upgrade, onBlocked }: ConnectionOptions<Schema>,
  onEnd: () => void,
): Promise<{ database: IDBPDatabase<Schema>; isNew: boolean }> {
  let isNew = false;
  try {
    const database: IDBPDatabase<Schema> = await openDB<Schema>(name, version, {
      upgrade(created, before, _after, transaction) {
        isNew = before === 0;
        upgrade(created, before, transaction);
      },
      blocked: () => onBlocked?.(),
      blocking: () => {
        database.close();
        onEnd();
      },
      terminated: onEnd,
    });
    return { database, isNew };
  } catch (thrown) {
    throw wrapOpening(thrown);
  }
}

function wrapOpening(thrown: unknown): EngineError {
  const isOlder = thrown instanceof DOMException && thrown.name === 'VersionError';
  return new EngineError(
    'storage_unavailable',
    `The browser's database cannot be opened: ${EngineError.from(thrown).message}`,
    { cause: thrown, details: { isOlder } },
  );
}

/** The connection was closed under the work: by the browser, or because another tab upgrades. */
function isClosed(thrown: unknown, used: unknown, current: unknown): boolean {
  const name = thrown instanceof DOMException ? thrown.name : '';
  return name === 'InvalidStateError' || (BROKEN_OFF.includes(name) && used !== current);
}

/**
 * What a transaction ends with when its connection goes; Safari's process of databases says that it
 * does not know.
 */
const BROKEN_OFF: readonly string[] = ['AbortError', 'UnknownError'];

function wrapFailure(thrown: unknown): EngineError {
  // A transaction that was rolled back says "AbortError", which is nobody's wish to stop.
  if (thrown instanceof DOMException && thrown.name === 'AbortError')
    return new EngineError('storage_unavailable', 'The browser stopped writing.', {
      cause: thrown,
    });
  return EngineError.from(thrown, 'storage_unavailable');
}
