import { deleteDB } from 'idb';
import { afterEach } from 'vitest';
import { describePictureCache } from '../engine/studio/cache/picture-cache.contract.ts';
import { connectCacheDatabase, createPictureCache } from './picture-cache.ts';

const opened: { name: string; close(): void }[] = [];

afterEach(async () => {
  for (const { name, close } of opened.splice(0)) {
    close();
    await deleteDB(name);
  }
});

describePictureCache('the browser', async (mostBytes) => {
  const name = `test-${crypto.randomUUID()}`;
  const database = connectCacheDatabase(name);
  opened.push({ name, close: database.close });
  return createPictureCache(database, { mostBytes });
});
