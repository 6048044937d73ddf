import type { ServerDatabase } from '../store/database.ts';
import { createKeyRing, type KeyRing, type SharedKeyRing } from './keys.ts';

interface OpenKeysOptions {
  /** As in the settings: where jobs wait, keys are shared too. */
  queue: string;
  database: ServerDatabase;
  log(sentence: string): void;
  now?(): number;
}

/**
 * Keys in the database; where jobs are in Redis, in Redis too, so that several servers know the same
 * ones. New ones are made there, and those of this server's own database go on counting on it.
 */
export async function openKeys(options: OpenKeysOptions): Promise<SharedKeyRing> {
  const { queue, database, log, now = Date.now } = options;
  const own = createKeyRing(database, now);
  if (queue === 'sqlite') return shareNothing(own);
  const { openRedisKeys } = await import('./redis-keys.ts');
  return join(own, await openRedisKeys(queue, { log, now }));
}

function shareNothing(own: KeyRing): SharedKeyRing {
  return {
    ...own,
    create: async (name, options) => own.create(name, options),
    list: async () => own.list(),
    revoke: async (idOrName) => own.revoke(idOrName),
    close: async () => undefined,
  };
}

function join(own: KeyRing, shared: SharedKeyRing): SharedKeyRing {
  return {
    ...shared,
    list: async () => [...own.list(), ...(await shared.list())],
    // Here first, where nothing can be in the way.
    revoke: async (idOrName) => own.revoke(idOrName) + (await shared.revoke(idOrName)),
    find: (key) => own.find(key) ?? shared.find(key),
    noteUse(key) {
      own.noteUse(key);
      shared.noteUse(key);
    },
    hasUsable: () => own.hasUsable() || shared.hasUsable(),
  };
}
