import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  createConversationStore,
  type ConversationStore,
  type StoredConversation,
  type StoredMessage,
} from './conversations.ts';
import { openDatabase, type TriptychDatabase } from './database.ts';

let database: TriptychDatabase;
let store: ConversationStore;
beforeEach(async () => {
  database = await openDatabase(`test-${crypto.randomUUID()}`);
  store = createConversationStore(database);
});
afterEach(() => database.close());

const conversation = (id: string, updatedAt: number): StoredConversation => ({
  id,
  title: id,
  createdAt: 0,
  updatedAt,
  leafId: null,
});
const message = (id: string, conversationId: string, createdAt: number): StoredMessage => ({
  id,
  conversationId,
  parentId: null,
  role: 'user',
  content: id,
  createdAt,
  state: 'complete',
});

it('lists conversations newest first and messages oldest first', async () => {
  await store.save(conversation('old', 1), message('second', 'old', 2), message('first', 'old', 1));
  await store.save(conversation('new', 2), message('other', 'new', 1));
  expect((await store.list()).map(({ id }) => id)).toEqual(['new', 'old']);
  expect((await store.readMessages('old')).map(({ id }) => id)).toEqual(['first', 'second']);
});

it('removes a conversation with its messages and restores them', async () => {
  await store.save(conversation('a', 1), message('m', 'a', 1));
  await store.save(conversation('b', 2), message('n', 'b', 1));
  expect(await store.remove('a')).toEqual([message('m', 'a', 1)]);
  expect((await store.list()).map(({ id }) => id)).toEqual(['b']);
  expect(await store.readMessages('a')).toEqual([]);
  expect(await store.readMessages('b')).toHaveLength(1);
});

it('skips unreadable rows', async () => {
  await database.use((db) => db.put('conversations', { id: 'odd' }));
  await database.use((db) => db.put('messages', { id: 'odd', conversationId: 'a', role: 'robot' }));
  expect(await store.list()).toEqual([]);
  expect(await store.readMessages('a')).toEqual([]);
});

it('lists all of many conversations, and the newest of them without the others', async () => {
  const many = Array.from({ length: 1_201 }, (_, index) => ({
    conversation: conversation(`c${index}`, index),
    messages: [message(`m${index}`, `c${index}`, index)],
  }));
  await store.saveAll(many);
  const all = (await store.list()).map(({ id }) => id);
  expect(all).toEqual(many.map(({ conversation: { id } }) => id).reverse());
  expect((await store.listNewest(3)).map(({ id }) => id)).toEqual(['c1200', 'c1199', 'c1198']);
  expect(await store.read('c7')).toMatchObject({ updatedAt: 7 });
  expect(await store.read('nobody')).toBeUndefined();
});

it('finds what was written, and not what was deleted, since the last search', async () => {
  await store.save(conversation('a', 1), { ...message('m', 'a', 1), content: 'Apple cake' });
  expect(await store.search('CAKE')).toEqual(['a']);
  await store.save(conversation('b', 2), { ...message('n', 'b', 1), content: 'Cake with plums' });
  await store.save(conversation('a', 1), { ...message('m', 'a', 1), content: 'Apple pie' });
  expect(await store.search('cake')).toEqual(['b']);
  await store.remove('b');
  expect(await store.search('cake')).toEqual([]);
});

it('finds no words that begin in one message and end in the next', async () => {
  await store.save(conversation('a', 1), message('one', 'a', 1), message('two', 'a', 2));
  expect(await store.search('onetwo')).toEqual([]);
  expect(await store.search('one')).toEqual(['a']);
});

const listPacked = () =>
  database.use(async (db) =>
    (await db.getAll('conversationTexts')).flatMap(({ conversationIds }) => conversationIds),
  );

it('keeps what a search needs until the conversation changes', async () => {
  await store.save(conversation('a', 1), { ...message('m', 'a', 1), content: 'Apple cake' });
  await store.save(conversation('b', 1), { ...message('n', 'b', 1), content: 'Plum cake' });
  await store.search('cake');
  // So that it shows where the next visit looks.
  await database.use(async (db) => {
    const [pack] = await db.getAll('conversationTexts');
    if (pack) await db.put('conversationTexts', { ...pack, texts: ['kept', 'plum cake'] });
  });
  expect(await createConversationStore(database).search('kept')).toEqual(['a']);
  await store.save({ ...conversation('a', 1), title: 'Renamed' });
  expect(await createConversationStore(database).search('kept')).toEqual(['a']);
  await store.save(conversation('a', 1), { ...message('m', 'a', 1), content: 'Apple pie' });
  expect(await listPacked()).toEqual([]);
  expect(await createConversationStore(database).search('pie')).toEqual(['a']);
  expect(await createConversationStore(database).search('plum')).toEqual(['b']);
  await store.remove('b');
  expect(await listPacked()).not.toContain('b');
  expect(await createConversationStore(database).search('plum')).toEqual([]);
});

const saveMany = (ids: readonly string[]) =>
  store.saveAll(
    ids.map((id) => ({
      conversation: conversation(id, 1),
      messages: [message(`m${id}`, id, 1)],
    })),
  );

it('packs many conversations together, with those that have come between them', async () => {
  const numbers = Array.from({ length: 250 }, (_, index) => String(1000 + index));
  await saveMany(numbers.filter((id) => !id.endsWith('7')));
  expect(await store.search('m1116')).toEqual(['1116']);
  await saveMany(numbers.filter((id) => id.endsWith('7')));
  expect(await createConversationStore(database).search('m1117')).toEqual(['1117']);
  expect((await listPacked()).toSorted()).toEqual(numbers);
  expect(await database.use((db) => db.count('conversationTexts'))).toBe(4);
});

it('passes over a damaged pack', async () => {
  await saveMany(['a', 'b']);
  const damaged = { id: 'odd', conversationIds: ['a'], texts: [7] } as never;
  await database.use((db) => db.put('conversationTexts', damaged));
  expect(await store.search('ma')).toEqual(['a']);
});

it('puts small packs together', async () => {
  const ids = Array.from({ length: 60 }, (_, index) => `c${100 + index}`);
  for (const id of ids) {
    await saveMany([id]);
    await store.search('');
  }
  expect(await database.use((db) => db.count('conversationTexts'))).toBe(60);
  expect(await createConversationStore(database).search('mc159')).toEqual(['c159']);
  expect(await database.use((db) => db.count('conversationTexts'))).toBe(1);
  expect((await listPacked()).toSorted()).toEqual(ids);
});

it('searches again what could not be read the first time', async () => {
  await store.search('cake');
  await store.save(conversation('a', 1), { ...message('m', 'a', 1), content: 'cake' });
  const failing = vi.spyOn(IDBIndex.prototype, 'getAll').mockImplementation(() => {
    throw new DOMException('Not now.', 'UnknownError');
  });
  await expect(store.search('cake')).rejects.toMatchObject({ name: 'EngineError' });
  failing.mockRestore();
  expect(await store.search('cake')).toEqual(['a']);
});

it('searches on a full disk', async () => {
  await store.save(conversation('a', 1), { ...message('m', 'a', 1), content: 'Apple cake' });
  const put = IDBObjectStore.prototype.put;
  const refusing = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    ...args
  ) {
    if (this.name === 'conversationTexts')
      throw new DOMException('The disk is full.', 'QuotaExceededError');
    return put.apply(this, args);
  });
  expect(await store.search('cake')).toEqual(['a']);
  refusing.mockRestore();
});

it('searches again what another tab has changed', async () => {
  const other = createConversationStore(database);
  expect(await store.search('cake')).toEqual([]);
  await other.save(conversation('a', 1), { ...message('m', 'a', 1), content: 'cake' });
  store.noteChange('a');
  expect(await store.search('cake')).toEqual(['a']);
});

it('writes all of many conversations or none', async () => {
  const broken = { ...message('m', 'b', 1), content: (() => 0) as unknown as string };
  const saving = store.saveAll([
    { conversation: conversation('a', 1), messages: [] },
    { conversation: conversation('b', 1), messages: [broken] },
  ]);
  await expect(saving).rejects.toMatchObject({ name: 'EngineError' });
  expect(await store.list()).toEqual([]);
});
