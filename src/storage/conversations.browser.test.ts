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
