import { deleteDB, openDB, type IDBPDatabase } from 'idb';
import { afterEach, describe, expect, it } from 'vitest';
import { readZip } from '../engine/files/read-zip.ts';
import type { WholePicture } from '../engine/images/picture-store.ts';
import { describeMovableJobStore } from '../engine/studio/job-store.contract.ts';
import { withPictures } from './collections.ts';
import type { Damage, ReportDamage } from './damage/damage.ts';
import { writeDamage } from './damage/write-damage.ts';
import { createGalleryStores } from './gallery-stores.ts';
import { createMemoryStores } from './memory-stores.ts';
import type { ReadingPiece, StoredReading } from './readings.ts';
import { openStores, type Stores } from './stores.ts';

const NAME = 'stores-test';
const names: string[] = [];
afterEach(async () => {
  for (const name of names.splice(0)) await deleteDB(name);
});

async function openInBrowser(onLoss = () => {}, onDamage?: ReportDamage): Promise<Stores> {
  const name = `${NAME}-${crypto.randomUUID()}`;
  names.push(name);
  const stores = await openStores({ onLoss, name, ...(onDamage ? { onDamage } : {}) });
  expect(stores.isKept).toBe(true);
  return stores;
}

const conversation = { id: 'c', title: 'Bread', createdAt: 1, updatedAt: 2, leafId: 'm' };
const message = {
  id: 'm',
  conversationId: 'c',
  parentId: null,
  role: 'user',
  content: 'How long does Bread rise?',
  createdAt: 1,
  state: 'complete',
} as const;
const picture = (id: string, createdAt: number): WholePicture => ({
  id,
  createdAt,
  width: 1,
  height: 1,
  sizeBytes: 3,
  isFavourite: false,
  parameters: {
    prompt: id,
    seed: 1,
    numInferenceSteps: 1,
    guidanceScale: 1,
    scheduler: 'euler',
    width: 1,
    height: 1,
    model: 'm',
  },
  file: new Blob([id]),
  thumbnail: new Blob(['t']),
});
const reading: StoredReading = {
  id: 'r',
  title: 'Tale',
  text: 'A tale.',
  model: 'm',
  voice: '',
  sampleRate: 16000,
  durationSeconds: 1,
  createdAt: 1,
  state: 'complete',
  positionSeconds: 0,
  positionFrom: 0,
  chapters: [],
};
const piece: ReadingPiece = {
  index: 0,
  follows: 0,
  start: 0,
  end: 7,
  spoken: 'A tale.',
  sampleCount: 1,
  words: [],
  peaks: [],
  samples: new Blob(['s']),
};

describe.each([
  ['the browser', openInBrowser],
  ['memory', () => Promise.resolve(createMemoryStores())],
])('stores in %s', (_, open) => {
  it('keep, find and remove conversations', async () => {
    const { conversations } = await open();
    await conversations.save(conversation, message);
    expect(await conversations.list()).toEqual([conversation]);
    expect(await conversations.search('bread RISE')).toEqual(['c']);
    expect(await conversations.search('cake')).toEqual([]);
    expect(await conversations.remove('c')).toEqual([message]);
    expect(await conversations.readMessages('c')).toEqual([]);
  });

  it('list the newest without the others', async () => {
    const { conversations, pictures, readings } = await open();
    await pictures.put(picture('a', 1), picture('b', 3), picture('c', 2));
    expect((await pictures.listNewest(2)).map(({ id }) => id)).toEqual(['b', 'c']);
    expect((await pictures.read(['a', 'gone'])).map(({ id }) => id)).toEqual(['a']);
    await readings.save(reading);
    await readings.save({ ...reading, id: 's', createdAt: 2 });
    expect((await readings.listNewest(1)).map(({ id }) => id)).toEqual(['s']);
    await conversations.saveAll([{ conversation, messages: [message] }]);
    expect(await conversations.listNewest(9)).toEqual([conversation]);
    expect(await conversations.read('c')).toEqual(conversation);
  });

  it('keep pictures with their bytes, newest first', async () => {
    const { pictures } = await open();
    await pictures.put(picture('a', 1), picture('b', 2));
    const listed = await pictures.list();
    expect(listed.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(listed[0]).not.toHaveProperty('file');
    await pictures.update({ ...picture('a', 1), isFavourite: true });
    expect(await (await pictures.readFiles('a')).file.text()).toBe('a');
    await pictures.remove(['a']);
    await expect(pictures.readFiles('a')).rejects.toMatchObject({ code: 'storage_unavailable' });
  });

  it('keep collections by name, change one in its place, and outlive the pictures in them', async () => {
    const stores = await open();
    const { pictures } = stores;
    const { collections } = createGalleryStores(stores);
    await pictures.put(picture('a', 1));
    const trip = { id: 't', name: 'trip', createdAt: 1, pictureIds: ['a'] };
    await collections.put(trip);
    await collections.put({ ...trip, id: 'z', name: 'Animals', pictureIds: [] });
    await Promise.all(
      ['b', 'c'].map((id) => collections.change('t', (before) => withPictures(before, [id, 'a']))),
    );
    await collections.change('gone', (before) => before);
    expect((await collections.list()).map(({ name, pictureIds }) => [name, pictureIds])).toEqual([
      ['Animals', []],
      ['trip', ['a', 'b', 'c']],
    ]);
    await pictures.remove(['a']);
    await collections.remove('z');
    expect(await collections.list()).toMatchObject([{ id: 't', pictureIds: ['a', 'b', 'c'] }]);
  });

  it('keep readings in the order of the text', async () => {
    const { readings } = await open();
    await readings.save(reading);
    await readings.savePiece('r', { ...piece, index: 2, follows: 20 });
    await readings.savePiece('r', piece);
    expect(await readings.list()).toEqual([reading]);
    expect((await readings.readPieces('r')).map(({ index }) => index)).toEqual([0, 2]);
    await readings.remove('r');
    expect(await readings.readPieces('r')).toEqual([]);
  });
});

describeMovableJobStore('the browser', async () => (await openInBrowser()).jobs);

it('continues in a new database if the old one was deleted, and says so once', async () => {
  let losses = 0;
  const { pictures, conversations } = await openInBrowser(() => losses++);
  await pictures.put(picture('before', 1));
  await deleteDB(names[0] as string);
  await pictures.put(picture('after', 2));
  await conversations.save(conversation, message);
  expect((await pictures.list()).map(({ id }) => id)).toEqual(['after']);
  expect(losses).toBe(1);
});

it("says that a newer version is open elsewhere, not the browser's text", async () => {
  const { pictures } = await openInBrowser();
  await pictures.put(picture('a', 1));
  const newer = await openDB(names[0] as string, 99);
  await expect(pictures.list()).rejects.toMatchObject({
    code: 'storage_unavailable',
    details: { isOlder: true },
  });
  newer.close();
});

describe('another version of the studio', () => {
  it('that is older is waited for, and the page is told', async () => {
    const name = `${NAME}-${crypto.randomUUID()}`;
    names.push(name);
    const older = await openDB(name, 1, { upgrade: createFirst });
    let isOpen = false;
    const stores = await new Promise<Stores>((done, fail) => {
      openStores({
        onLoss: () => undefined,
        onBlocked() {
          expect(isOpen).toBe(false);
          older.close();
        },
        name,
      }).then((opened) => {
        isOpen = true;
        done(opened);
      }, fail);
    });
    expect(stores.isKept).toBe(true);
    expect(await stores.pictures.list()).toEqual([]);
  });

  it('that is older leaves what it kept, in the order of time', async () => {
    const name = `${NAME}-${crypto.randomUUID()}`;
    names.push(name);
    const older = await openDB(name, 6, { upgrade: createSixth });
    for (const [id, time] of Object.entries({ a: 1, b: 3, c: 2 })) {
      await older.put('conversations', { ...conversation, id, updatedAt: time });
      await older.put('pictures', { ...picture(id, time), file: undefined, thumbnail: undefined });
      await older.put('readings', { ...reading, id, createdAt: time });
    }
    older.close();
    const { conversations, pictures, readings } = await openStores({ onLoss: () => {}, name });
    for (const store of [conversations, pictures, readings]) {
      expect((await store.list()).map(({ id }) => id)).toEqual(['b', 'c', 'a']);
      expect((await store.listNewest(2)).map(({ id }) => id)).toEqual(['b', 'c']);
    }
  });

  it('that is newer is not hidden behind a memory that is lost', async () => {
    const name = `${NAME}-${crypto.randomUUID()}`;
    names.push(name);
    (await openDB(name, 99)).close();
    await expect(openStores({ onLoss: () => undefined, name })).rejects.toMatchObject({
      code: 'storage_unavailable',
      details: { isOlder: true },
    });
  });
});

function createSixth(created: IDBPDatabase): void {
  createFirst(created);
  for (const name of ['pictures', 'pictureFiles', 'imageJobs', 'readings'])
    created.createObjectStore(name, { keyPath: 'id' });
  created.createObjectStore('readingPieces', { keyPath: ['readingId', 'index'] });
  for (const name of ['collections', 'promptVectors'])
    created.createObjectStore(name, { keyPath: 'id' });
}

function createFirst(created: IDBPDatabase): void {
  created.createObjectStore('conversations', { keyPath: 'id' });
  created
    .createObjectStore('messages', { keyPath: 'id' })
    .createIndex('conversationId', 'conversationId');
}

it('repairs readings that were cut short or damaged', async () => {
  const { readings } = await openInBrowser();
  await readings.save({ ...reading, durationSeconds: 0, state: 'partial' });
  await readings.savePiece('r', { ...piece, sampleCount: 32_000 });
  await readings.savePiece('r', { ...piece, index: 1, follows: 7, sampleCount: 16_000 });
  const damaged = { sampleRate: 0, durationSeconds: Number.NaN, positionSeconds: -1 };
  await readings.save({ ...reading, id: 's', ...damaged });
  const kept = new Map((await readings.list()).map((each) => [each.id, each]));
  expect(kept.get('r')?.durationSeconds).toBe(3);
  expect(kept.get('s')).toMatchObject({
    sampleRate: 16_000,
    durationSeconds: 0,
    positionSeconds: 0,
  });
});

describe('what is damaged', () => {
  async function openDamaged() {
    const damages: Damage[] = [];
    const report: ReportDamage = (added) => damages.push(...added);
    const stores = await openInBrowser(undefined, report);
    const put =
      (store: 'conversations' | 'messages' | 'pictures' | 'readings' | 'collections') =>
      (...rows: readonly unknown[]) =>
        stores.database?.use(async (db) => {
          for (const row of rows) await db.put(store, row);
        });
    const told = () => damages.map(({ kind, key, outcome }) => `${kind} ${key} ${outcome}`);
    return { stores, report, put, told, damages };
  }

  it('is told: rows that cannot be read, which stay where they are', async () => {
    const { stores, report, put, told } = await openDamaged();
    await put('conversations')(conversation, { id: 'x', title: 5, updatedAt: 3 });
    await put('pictures')({ id: 'p', createdAt: 1 });
    await put('readings')({ ...reading, id: 's', text: null });
    await put('collections')({ id: 't', name: '' });
    expect(await stores.conversations.list()).toEqual([conversation]);
    expect(await stores.pictures.list()).toEqual([]);
    expect(await stores.readings.list()).toEqual([]);
    await createGalleryStores(stores, report).collections.list();
    expect(told()).toEqual([
      'conversation x left-out',
      'picture p left-out',
      'reading s left-out',
      'collection t left-out',
    ]);
    expect(await stores.database?.use((db) => db.get('conversations', 'x'))).toBeDefined();
  });

  it('is told: a branch whose end is gone, an answer without its question', async () => {
    const { stores, put, told } = await openDamaged();
    await put('conversations')({ ...conversation, leafId: 'gone' });
    await put('messages')(
      { ...message, id: 'a', role: 'assistant', parentId: 'q' },
      { id: 'q', conversationId: 'c' },
    );
    expect(await stores.conversations.readMessages('c')).toMatchObject([
      { id: 'a', parentId: null },
    ]);
    expect(told()).toEqual(['message q left-out', 'message a repaired', 'conversation c repaired']);
  });

  it('is told: a reading with a rate of 0, and a piece that cannot be read', async () => {
    const { stores, put, told } = await openDamaged();
    await put('readings')({ ...reading, sampleRate: 0 });
    await stores.readings.savePiece('r', { ...piece, start: null as unknown as number });
    expect(await stores.readings.list()).toMatchObject([{ id: 'r', sampleRate: 16_000 }]);
    expect(await stores.readings.readPieces('r')).toEqual([]);
    expect(told()).toEqual(['reading r repaired', 'piece r/0 left-out']);
  });

  it('is none in what is whole', async () => {
    const { stores, told } = await openDamaged();
    await stores.conversations.save(conversation, message);
    await stores.pictures.put(picture('a', 1));
    await stores.readings.save(reading);
    await stores.readings.savePiece('r', piece);
    await stores.conversations.list();
    await stores.conversations.readMessages('c');
    await stores.pictures.list();
    await stores.readings.list();
    await stores.readings.readPieces('r');
    expect(told()).toEqual([]);
  });

  it('is saved as a file with what belongs to it', async () => {
    const { stores, put, damages } = await openDamaged();
    await stores.pictures.put(picture('p', 1));
    await put('pictures')({ id: 'p', createdAt: 1 });
    await put('conversations')({ id: 'c', title: 5 });
    await put('messages')(message);
    await stores.pictures.list();
    await stores.conversations.list();
    const zip = await readZip(await writeDamage(damages, stores.database));
    const readText = async (name: string) => (await zip.get(name)?.read())?.text();
    expect(await readText('picture-1-1.bin')).toBe('p');
    expect(JSON.parse((await readText('conversation-2.json')) ?? '')).toMatchObject({
      stored: { id: 'c', title: 5 },
      belonging: [message],
    });
  });
});
