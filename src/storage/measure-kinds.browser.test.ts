import { deleteDB } from 'idb';
import { expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { countBytes, measureKinds } from './measure-kinds.ts';

it('counts texts by their characters and files by their size', () => {
  expect(countBytes({ id: 'ab', file: new Blob(['12345']), tags: ['x', 'y'] })).toBe(
    2 + 2 + 4 + 5 + 4 + 2,
  );
  expect(countBytes([new Uint8Array(6), new Float32Array(2), null, 7])).toBe(6 + 8 + 8 + 8);
});

it('counts all rows of each kind, however many there are', async () => {
  const name = `kinds-test-${crypto.randomUUID()}`;
  const database = await openDatabase(name);
  try {
    await database.use(async (db) => {
      const transaction = db.transaction(['pictureFiles', 'messages'], 'readwrite');
      const files = transaction.objectStore('pictureFiles');
      const file = new Blob(['x'.repeat(1000)]);
      for (let index = 0; index < 250; index++)
        void files.put({ id: String(index).padStart(3, '0'), file, thumbnail: file });
      void transaction.objectStore('messages').put({ id: 'm', conversationId: 'c', text: 'hello' });
      await transaction.done;
    });
    const { pictures, conversations, readings } = await measureKinds(database);
    expect(Math.floor(pictures / 250)).toBe(2000 + 'id000filethumbnail'.length);
    expect(conversations).toBe('idmconversationIdctexthello'.length);
    expect(readings).toBe(0);
  } finally {
    database.close();
    await deleteDB(name);
  }
});
