import { describe, expect, it } from 'vitest';
import { createFakeTabs } from '../../../engine/tabs.fixture.ts';
import type { StoredConversation } from '../../../storage/conversations.ts';
import type { ChatState, ConversationNews } from './chat-state.ts';
import { createMemoryConversations } from './chat-store.fixture.ts';
import { createConversationKeeper } from './conversation-keeper.ts';
import { createConversation, createMessage } from './new-message.ts';

function openTab(conversations: ReturnType<typeof createMemoryConversations>, open: () => object) {
  let state: ChatState = {
    conversations: [],
    openId: null,
    messages: {},
    newSettings: {},
    run: { status: 'idle' },
    removed: null,
    unsaved: [],
    importing: null,
    problem: null,
  };
  const keeper = createConversationKeeper({
    conversations,
    tabs: open() as never,
    read: () => state,
    change: (part) => (state = { ...state, ...part }),
  });
  return {
    keeper,
    read: () => state,
    change: (part: Partial<ChatState>) => (state = { ...state, ...part }),
  };
}

function setUp() {
  const conversations = createMemoryConversations();
  const open = createFakeTabs<ConversationNews>();
  return { conversations, one: openTab(conversations, open), two: openTab(conversations, open) };
}

it('keeps the newest first on screen, on disk and in other tabs', async () => {
  const { conversations, one, two } = setUp();
  const older = { ...createConversation('older', {}), updatedAt: 1 };
  const newer = { ...createConversation('newer', {}), updatedAt: 2 };
  await one.keeper.keep(older);
  await one.keeper.keep(newer);
  for (const { read } of [one, two])
    expect(read().conversations?.map(({ title }) => title)).toEqual(['newer', 'older']);
  expect(await conversations.list()).toHaveLength(2);
  expect(two.keeper.find(older.id)).toMatchObject({ title: 'older' });
  expect(two.keeper.find(null)).toBeUndefined();
});

it("shows only the open conversation's messages", async () => {
  const { one, two } = setUp();
  const conversation = createConversation('hi', {});
  const message = createMessage(conversation.id, null, 'user', 'hi');
  two.change({ openId: conversation.id });
  await one.keeper.keep(conversation, message);
  expect(one.read().messages).toEqual({});
  expect(two.read().messages).toEqual({ [message.id]: message });
});

it('removes a dropped conversation everywhere, and returns its messages', async () => {
  const { conversations, one, two } = setUp();
  const conversation = createConversation('hi', {});
  const message = createMessage(conversation.id, null, 'user', 'hi');
  two.change({ openId: conversation.id });
  await one.keeper.keep(conversation, message);
  expect(await one.keeper.drop(conversation.id)).toEqual([message]);
  expect(await conversations.list()).toEqual([]);
  expect(two.read()).toMatchObject({ conversations: [], openId: null, messages: {} });
});

it('tells no other tab about what could not be stored, and shows why', async () => {
  const { conversations, one, two } = setUp();
  conversations.fail = new DOMException('full', 'QuotaExceededError');
  await one.keeper.keep(createConversation('hi', {}));
  expect(one.read()).toMatchObject({
    conversations: [{ title: 'hi' }],
    problem: { code: 'storage_full' },
  });
  expect(two.read().conversations).toEqual([]);
});

describe('what the store has refused', () => {
  const conversation = createConversation('hi', {});
  const question = createMessage(conversation.id, null, 'user', 'hi');
  const answer = createMessage(conversation.id, question.id, 'assistant', 'hello');

  async function refuse() {
    const tabs = setUp();
    tabs.conversations.fail = new DOMException('full', 'QuotaExceededError');
    await tabs.one.keeper.keep(conversation, question);
    return tabs;
  }

  it('is named, can be read for a file, and is stored when there is room', async () => {
    const { conversations, one, two } = await refuse();
    expect(one.read().unsaved).toEqual([conversation.id]);
    expect(await one.keeper.readMessages(conversation.id)).toEqual([question]);
    await one.keeper.keepUnsaved();
    expect(one.read()).toMatchObject({ unsaved: [conversation.id], problem: {} });

    conversations.fail = null;
    await one.keeper.keepUnsaved();
    expect(one.read()).toMatchObject({ unsaved: [], problem: null });
    expect(await conversations.readMessages(conversation.id)).toEqual([question]);
    expect(two.keeper.find(conversation.id)).toBeUndefined();
  });

  it('is stored with what comes after it', async () => {
    const { conversations, one } = await refuse();
    conversations.fail = null;
    await one.keeper.keep(conversation, answer);
    expect(one.read().unsaved).toEqual([]);
    expect(await conversations.readMessages(conversation.id)).toEqual([question, answer]);
  });

  it('comes back with Undo, and not by itself', async () => {
    const { conversations, one } = await refuse();
    conversations.fail = null;
    expect(await one.keeper.drop(conversation.id)).toEqual([question]);
    await one.keeper.keepUnsaved();
    expect(await conversations.list()).toEqual([]);
    expect(one.read().unsaved).toEqual([]);
  });
});

it('keeps many at once, and tells other tabs once', async () => {
  const { conversations, one, two } = setUp();
  let writes = 0;
  const { saveAll } = conversations;
  conversations.saveAll = (added) => (writes++, saveAll(added));
  const added = ['a', 'b', 'c'].map((title) => ({
    conversation: createConversation(title, {}),
    messages: [],
  }));
  await one.keeper.keepAll(added);
  expect(writes).toBe(1);
  for (const { read } of [one, two]) expect(read().conversations).toHaveLength(3);
});

it('lists what is stored, except what was changed or deleted while it was read', async () => {
  const { conversations, one } = setUp();
  const [renamed, deleted, other] = ['renamed', 'deleted', 'other'].map((title) =>
    createConversation(title, {}),
  ) as [StoredConversation, StoredConversation, StoredConversation];
  for (const each of [renamed, deleted, other]) await conversations.save(each);
  const stale = await conversations.list();
  conversations.list = async () => {
    await one.keeper.keep({ ...renamed, title: 'new name' });
    await one.keeper.drop(deleted.id);
    return stale;
  };
  await one.keeper.restore();
  expect(
    one
      .read()
      .conversations?.map(({ title }) => title)
      .sort(),
  ).toEqual(['new name', 'other']);
});
