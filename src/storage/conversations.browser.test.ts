import { afterEach, beforeEach, expect, it } from 'vitest';
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
