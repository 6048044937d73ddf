import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChatEngine, ChatEvent, ChatRequest } from '../../engine/chat/chat-engine.ts';
import { EngineError } from '../../engine/errors.ts';
import type { ConversationStore, StoredConversation, StoredMessage } from '../../storage/conversations.ts';
import { createFakeTabs } from '../../engine-client/tabs.fixture.ts';
import { createChatStore, type ChatNews, type ChatStore } from './chat-store.ts';
import { listBranch } from './message-tree.ts';

const usage = { promptTokens: 10, cachedTokens: 0, completionTokens: 2, contextLength: 100 };
const finish: ChatEvent = { type: 'finish', reason: 'stop', usage, firstTokenMs: 5, tokensPerSecond: 30 };
const loaded: ChatEvent = { type: 'load-end', model: 'm', device: 'wasm', dtype: 'q4', adapter: null, loadMs: 1 };
const say = (text: string): ChatEvent => ({ type: 'text-delta', text, tokens: [1] });

/** An engine that does what a test tells it, request by request. */
function createScriptedEngine() {
  const requests: ChatRequest[] = [];
  let script: (request: ChatRequest, signal: AbortSignal) => AsyncGenerator<ChatEvent> = async function* () {
    yield loaded;
    yield say('hello ');
    yield say('there');
    yield finish;
  };
  const engine: ChatEngine = {
    load: () => Promise.reject(new Error('not used')),
    generate(request, signal) {
      requests.push(request);
      return script(request, signal);
    },
  };
  return { engine, requests, play: (next: typeof script) => (script = next) };
}

function createMemoryConversations() {
  const conversations = new Map<string, StoredConversation>();
  const messages = new Map<string, StoredMessage>();
  const store: ConversationStore & { fail: Error | null } = {
    fail: null,
    list: async () => [...conversations.values()],
    readMessages: async (id) => [...messages.values()].filter(({ conversationId }) => conversationId === id),
    search: async (words) =>
      [...messages.values()]
        .filter(({ content }) => content.includes(words))
        .map(({ conversationId }) => conversationId),
    async save(conversation, ...written) {
      if (store.fail) throw store.fail;
      conversations.set(conversation.id, conversation);
      for (const message of written) messages.set(message.id, message);
    },
    async remove(id) {
      conversations.delete(id);
      const removed = await store.readMessages(id);
      for (const message of removed) messages.delete(message.id);
      return removed;
    },
  };
  return store;
}

describe('the chat store', () => {
  let scripted: ReturnType<typeof createScriptedEngine>;
  let conversations: ReturnType<typeof createMemoryConversations>;
  let store: ChatStore;
  let openTab: ReturnType<typeof createFakeTabs<ChatNews>>;
  const ensureInstalled = vi.fn(async () => undefined);

  beforeEach(async () => {
    scripted = createScriptedEngine();
    conversations = createMemoryConversations();
    ensureInstalled.mockReset().mockResolvedValue(undefined);
    openTab = createFakeTabs<ChatNews>();
    store = openStore();
    await store.getState().restore();
  });

  /** The store of a tab. */
  function openStore(): ChatStore {
    return createChatStore({
      engine: scripted.engine,
      conversations,
      tabs: openTab(),
      chooseModel: () => ({ model: 'm', device: 'auto' }),
      ensureInstalled,
    });
  }

  const state = () => store.getState();
  const branch = () => {
    const { openId, conversations: all, messages } = state();
    return listBranch(messages, all?.find(({ id }) => id === openId)?.leafId ?? null);
  };
  const texts = () => branch().map(({ content }) => content);
  const last = () => branch().at(-1);

  it('makes a conversation of the first message, and keeps the answer with its figures', async () => {
    await state().send('  A question\nin two lines ');
    expect(state().conversations).toMatchObject([{ title: 'A question' }]);
    expect(texts()).toEqual(['A question\nin two lines', 'hello there']);
    expect(last()).toMatchObject({
      state: 'complete',
      model: 'm',
      stats: { device: 'wasm', tokensPerSecond: 30, contextLength: 100 },
    });
    expect(await conversations.readMessages(state().openId ?? '')).toHaveLength(2);
    expect(state().run).toEqual({ status: 'idle' });
  });

  it('asks another model for one answer, beside the first, and goes on with the chosen one', async () => {
    await state().send('Why is the sky blue?');
    await state().regenerate(last()?.id ?? '', 'larger');
    expect(scripted.requests.map(({ model }) => model)).toEqual(['m', 'larger']);
    expect(scripted.requests[1]?.messages.at(-1)?.content).toBe('Why is the sky blue?');
    expect(ensureInstalled).toHaveBeenLastCalledWith('larger');
    expect(last()).toMatchObject({ role: 'assistant', model: 'larger' });
    await state().send('And at night?');
    expect(scripted.requests[2]?.model).toBe('m');
  });

  it('sends the branch that is shown, and nothing of the others', async () => {
    await state().send('one');
    await state().send('two');
    await state().regenerate(last()?.id ?? '');
    expect(scripted.requests.at(-1)?.messages.map(({ content }) => content)).toEqual(['one', 'hello there', 'two']);
    expect(scripted.requests.at(-1)?.seed).toBe(2);
    const [question] = branch();
    await state().edit(question?.id ?? '', 'other');
    expect(scripted.requests.at(-1)?.messages.map(({ content }) => content)).toEqual(['other']);
    expect(texts()).toEqual(['other', 'hello there']);
    await state().showBranch(question?.id ?? '');
    expect(texts()).toEqual(['one', 'hello there', 'two', 'hello there']);
  });

  it('keeps what was written when it is stopped, and goes on with it', async () => {
    scripted.play(async function* (_, signal) {
      yield loaded;
      yield say('half ');
      state().stop();
      if (signal.aborted) throw new EngineError('aborted', 'stopped');
    });
    await state().send('question');
    expect(last()).toMatchObject({ content: 'half ', state: 'stopped' });
    scripted.play(async function* ({ prefix }) {
      yield say(prefix === 'half ' ? 'and whole' : 'wrong');
      yield finish;
    });
    await state().continue(last()?.id ?? '');
    expect(last()).toMatchObject({ content: 'half and whole', state: 'complete' });
    expect(branch()).toHaveLength(2);
  });

  it('turns a failure into a sentence in its place, and the conversation goes on', async () => {
    scripted.play(async function* () {
      yield say('some');
      throw new EngineError('engine_crashed', 'gone');
    });
    await state().send('question');
    expect(last()).toMatchObject({
      content: 'some',
      state: 'failed',
      error: { code: 'engine_crashed', remedy: 'retry' },
    });
    scripted.play(async function* () {
      yield say('fine');
      yield finish;
    });
    await state().send('again');
    expect(texts()).toEqual(['question', 'some', 'again', 'fine']);
  });

  it('does not wait for a download after it was stopped', async () => {
    ensureInstalled.mockImplementation(() => new Promise(() => {}));
    const sending = state().send('question');
    await vi.waitFor(() => expect(state().run.status).toBe('fetching'));
    state().stop();
    await sending;
    expect(last()).toMatchObject({ state: 'stopped', content: '' });
  });

  it('gives empty turns to no model, and joins questions that were left alone', async () => {
    scripted.play(async function* () {
      throw new EngineError('out_of_memory', 'no');
    });
    await state().send('one');
    await state().send('two');
    expect(scripted.requests.at(-1)?.messages).toEqual([{ role: 'user', content: 'one\n\ntwo' }]);
  });

  it('asks as the conversation is set, and a new chat takes its settings along', async () => {
    await state().changeSettings({
      systemPrompt: 'Be brief',
      temperature: 0.2,
      jsonSchema: '{"type":"object"}',
      seed: 5,
    });
    await state().send('hi');
    expect(scripted.requests[0]).toMatchObject({
      messages: [{ role: 'system', content: 'Be brief' }, { role: 'user' }],
      temperature: 0.2,
      seed: 5,
      responseFormat: { type: 'json', schema: { type: 'object' } },
      contextOverflow: 'trim',
    });
    state().newChat();
    expect(state().newSettings).toEqual({});
    await state().send('hi');
    expect(scripted.requests[1]?.temperature).toBeUndefined();
  });

  it('says so when the JSON schema is none', async () => {
    await state().changeSettings({ jsonSchema: '{oops' });
    await state().send('hi');
    expect(last()).toMatchObject({ state: 'failed', error: { code: 'invalid_request' } });
  });

  it('tells of reasoning, of a cut context and of a length limit', async () => {
    scripted.play(async function* () {
      yield { type: 'context-trim', droppedMessages: 4 };
      yield { type: 'reasoning-delta', text: 'hm', tokens: [1] };
      yield say('so');
      yield { ...finish, reason: 'length' };
    });
    await state().send('hi');
    expect(last()).toMatchObject({ droppedMessages: 4, reasoning: 'hm', content: 'so', state: 'limited' });
  });

  it('deletes with a way back, even in the middle of an answer', async () => {
    await state().send('kept');
    const id = state().openId ?? '';
    let release = () => {};
    scripted.play(async function* (_, signal) {
      yield say('half');
      await new Promise<void>((resolve) => (release = resolve));
      if (signal.aborted) throw new EngineError('aborted', 'stopped');
    });
    const sending = state().send('second');
    await vi.waitFor(() => expect(state().run.status).toBe('writing'));
    const removing = state().remove(id);
    release();
    await Promise.all([sending, removing]);
    expect(state().conversations).toEqual([]);
    expect(await conversations.list()).toEqual([]);
    await state().undoRemove();
    expect(texts().slice(0, 3)).toEqual(['kept', 'hello there', 'second']);
  });

  it('shows a failed write and loses nothing on the screen', async () => {
    conversations.fail = new DOMException('full', 'QuotaExceededError');
    await state().send('question');
    expect(state().problem).toMatchObject({ code: 'storage_full' });
    expect(texts()).toEqual(['question', 'hello there']);
  });

  it('takes an answer that a reload broke off as it is', async () => {
    await state().send('question');
    const id = state().openId ?? '';
    const [conversation] = state().conversations ?? [];
    const answer = last();
    if (!conversation || !answer) throw new Error('no answer');
    await conversations.save(conversation, { ...answer, state: 'writing', content: 'hel' });
    state().newChat();
    await state().open(id);
    expect(last()).toMatchObject({ state: 'stopped', content: 'hel' });
  });

  it('reads back what it exported, beside what is there', async () => {
    await state().send('question');
    const { writeConversationsFile } = await import('./conversation-files.ts');
    const file = writeConversationsFile(await state().readWhole());
    await state().importFile(file);
    expect(state().conversations).toHaveLength(2);
    expect(texts()).toEqual(['question', 'hello there']);
    await state().importFile('{"no": "conversations"}');
    expect(state().problem).toMatchObject({ code: 'invalid_request' });
  });

  it('shows in every tab what one of them asks, is answered, renames and deletes', async () => {
    const other = openStore();
    await other.getState().restore();
    const titles = () => other.getState().conversations?.map(({ title }) => title);
    await state().send('hi');
    expect(titles()).toEqual(['hi']);
    const id = state().openId ?? '';
    await other.getState().open(id);
    await state().send('again');
    expect(Object.values(other.getState().messages).map(({ content }) => content)).toContain('again');
    expect(Object.values(other.getState().messages).every(({ state: each }) => each === 'complete')).toBe(true);
    await state().rename(id, 'a greeting');
    expect(titles()).toEqual(['a greeting']);
    await state().remove(id);
    expect(titles()).toEqual([]);
    expect(other.getState().openId).toBeNull();
    await state().undoRemove();
    expect(titles()).toEqual(['a greeting']);
  });
});
