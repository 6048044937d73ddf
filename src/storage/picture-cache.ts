import type { DBSchema } from 'idb';
import {
  describeAnswer,
  hashFiles,
  sumBytes,
  type AnswerFacts,
  type PictureCache,
  type StudioAnswer,
} from '../engine/studio/cache/picture-cache.ts';
import { connectDatabase, type Connection } from './connection.ts';

interface CacheSchema extends DBSchema {
  /** What is known of answers, so that no picture is read to count them. */
  facts: {
    key: string;
    value: AnswerFacts & { key: string; usedAt: number };
    indexes: { digests: string; usedAt: number };
  };
  answers: { key: string; value: StudioAnswer };
}

/** Apart from what people make: all of it can be drawn again. Opened with the first use. */
export function connectCacheDatabase(name = 'triptych-cache'): Connection<CacheSchema> {
  return connectDatabase<CacheSchema>({
    name,
    version: 2,
    upgrade(created) {
      // Answers of an earlier version: text was set smaller on wide pictures.
      for (const name of [...created.objectStoreNames]) created.deleteObjectStore(name);
      const facts = created.createObjectStore('facts', { keyPath: 'key' });
      facts.createIndex('digests', 'digests', { multiEntry: true });
      facts.createIndex('usedAt', 'usedAt');
      created.createObjectStore('answers');
    },
  });
}

interface CacheOptions {
  /** Of all pictures together. */
  mostBytes: number;
  /** Milliseconds; may be the same for several calls. */
  now?(): number;
}

/** Rows are those of this version: whoever changes what an answer is counts up the database's. */
export function createPictureCache(
  database: Connection<CacheSchema>,
  { mostBytes, now = Date.now }: CacheOptions,
): PictureCache {
  let lastUse = 0;
  const use = () => (lastUse = Math.max(now(), lastUse + 0.001));
  return {
    match: (key) =>
      database.use(async (db) => {
        const transaction = db.transaction(['facts', 'answers'], 'readwrite');
        const facts = transaction.objectStore('facts');
        const known = await facts.get(key);
        if (known) await facts.put({ ...known, usedAt: use() });
        const answer = await transaction.objectStore('answers').get(key);
        await transaction.done;
        return known && answer;
      }),
    async put(key, answer) {
      const described = await describeAnswer(answer);
      await database.use(async (db) => {
        const transaction = db.transaction(['facts', 'answers'], 'readwrite');
        const facts = transaction.objectStore('facts');
        const answers = transaction.objectStore('answers');
        const remove = (old: string) => Promise.all([facts.delete(old), answers.delete(old)]);
        await remove(key);
        let room = mostBytes - described.sizeBytes;
        if (room < 0) return transaction.done;
        // The last used first: what is beyond the room goes.
        const known = await facts.index('usedAt').getAll();
        for (const { key: old, sizeBytes } of known.reverse())
          if ((room -= sizeBytes) < 0) await remove(old);
        await facts.put({ ...described, key, usedAt: use() });
        await answers.put(answer, key);
        return transaction.done;
      });
    },
    async forget(files) {
      const digests = await hashFiles(files);
      await database.use(async (db) => {
        const transaction = db.transaction(['facts', 'answers'], 'readwrite');
        const facts = transaction.objectStore('facts');
        for (const digest of digests)
          for (const key of await facts.index('digests').getAllKeys(digest)) {
            await facts.delete(key);
            await transaction.objectStore('answers').delete(key);
          }
        await transaction.done;
      });
    },
    measure: () => database.use(async (db) => sumBytes(await db.getAll('facts'))),
    clear: () =>
      database.use(async (db) => {
        const transaction = db.transaction(['facts', 'answers'], 'readwrite');
        await Promise.all([
          transaction.objectStore('facts').clear(),
          transaction.objectStore('answers').clear(),
          transaction.done,
        ]);
      }),
  };
}
