import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fileResult } from '../../../engine/files/file-result.fixture.ts';
import {
  readConversationsFile,
  writeConversationsFile,
} from '../../../storage/conversations-file.ts';
import { createFakeTabs } from '../../../engine/tabs.fixture.ts';
import type { PictureIdea } from '../../../engine/chat/pictures/picture-idea.ts';
import { EngineError } from '../../../engine/errors.ts';
import { createGate } from '../../../engine/gate.fixture.ts';
import type { ChatStore, ConversationNews } from './chat-state.ts';
import {
  createMemoryConversations,
  createScriptedEngine,
  finish,
  loaded,
  say,
} from './chat-store.fixture.ts';
import { createChatStore } from './chat-store.ts';
import { listBranch } from './message-tree.ts';

describe('the chat store', () => {
  let scripted: ReturnType<typeof createScriptedEngine>;
  let conversations: ReturnType<typeof createMemoryConversations>;
  let store: ChatStore;
  let openTab: ReturnType<typeof createFakeTabs<ConversationNews>>;
  let drawn: PictureIdea[];
  let drawnFor: string;
  let chosen: string;
  const ensureInstalled = vi.fn(async () => undefined);

  beforeEach(async () => {
    scripted = createScriptedEngine();
    conversations = createMemoryConversations();
    drawn = [];
    chosen = 'm';
    ensureInstalled.mockReset().mockResolvedValue(undefined);
    openTab = createFakeTabs<ConversationNews>();
    store = openStore();
    await store.getState().restore();
  });

  /** The store of a tab. */
  function openStore(): ChatStore {
    return createChatStore({
      engine: scripted.engine,
      conversations,
      tabs: openTab(),
      readConversations: async (file) => fileResult(readConversationsFile(await file.text())),
      chooseModel: () => ({ model: chosen, device: 'auto' }),
      ensureInstalled,
      takesPictures: (model) => model === 'eyes',
      openPicture: async ({ name }) => {
        const width = name.length;
        return { width, height: 1, data: new Uint8ClampedArray(width * 4) };
      },
      drawPicture(idea, conversationId) {
        drawn.push(idea);
        drawnFor = conversationId;
        return `job ${drawn.length}`;
      },
    });
  }

  const state = () => store.getState();
  const branch = () => {
    const { openId, conversations: all, messages } = state();
    return listBranch(messages, all?.find(({ id }) => id === openId)?.leafId ?? null);
  };
  const texts = () => branch().map(({ content }) => content);
  const last = () => branch().at(-1);

  it('starts a conversation with the first message, and keeps the answer with its figures', async () => {
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

  describe('with pictures', () => {
    const url = 'data:image/webp;base64,AAAA';
    const shown = (name: string) => ({ name, url });
    const pictures = () => scripted.requests.at(-1)?.messages.map((turn) => 'pictures' in turn);

    it('keeps them with the question, and shows them to a model that takes them', async () => {
      chosen = 'eyes';
      await state().send('What is this?', [shown('a.png'), shown('bb.png')]);
      expect(branch()[0]?.pictures).toEqual([shown('a.png'), shown('bb.png')]);
      expect(scripted.requests.at(-1)?.messages).toEqual([
        {
          role: 'user',
          content: 'What is this?',
          pictures: [
            expect.objectContaining({ width: 'a.png'.length }),
            expect.objectContaining({ width: 'bb.png'.length }),
          ],
        },
      ]);
      await state().send('And its colour?');
      expect(pictures()).toEqual([true, false, false]);
    });

    it('leaves those of earlier questions out for a model that reads text alone', async () => {
      chosen = 'eyes';
      await state().send('What is this?', [shown('a.png')]);
      chosen = 'm';
      await state().send('Tell me more');
      expect(pictures()).toEqual([false, false, false]);
    });

    it('gives the last one to any model, which says so where it cannot look', async () => {
      await state().send('What is this?', [shown('a.png')]);
      expect(pictures()).toEqual([true]);
    });

    it('keeps them when the question is asked differently', async () => {
      chosen = 'eyes';
      await state().send('What is this?', [shown('a.png')]);
      await state().edit(branch()[0]?.id ?? '', 'Who made this?');
      expect(branch()[0]).toMatchObject({
        content: 'Who made this?',
        pictures: [shown('a.png')],
      });
    });
  });

  it('asks another model for one alternative answer, then continues with the chosen model', async () => {
    await state().send('Why is the sky blue?');
    await state().regenerate(last()?.id ?? '', 'larger');
    expect(scripted.requests.map(({ model }) => model)).toEqual(['m', 'larger']);
    expect(scripted.requests[1]?.messages.at(-1)?.content).toBe('Why is the sky blue?');
    expect(ensureInstalled).toHaveBeenLastCalledWith('larger');
    expect(last()).toMatchObject({ role: 'assistant', model: 'larger' });
    await state().send('And at night?');
    expect(scripted.requests[2]?.model).toBe('m');
  });

  it('sends only the visible branch', async () => {
    await state().send('one');
    await state().send('two');
    await state().regenerate(last()?.id ?? '');
    expect(scripted.requests.at(-1)?.messages.map(({ content }) => content)).toEqual([
      'one',
      'hello there',
      'two',
    ]);
    expect(scripted.requests.at(-1)?.seed).toBe(2);
    const [question] = branch();
    await state().edit(question?.id ?? '', 'other');
    expect(scripted.requests.at(-1)?.messages.map(({ content }) => content)).toEqual(['other']);
    expect(texts()).toEqual(['other', 'hello there']);
    await state().showBranch(question?.id ?? '');
    expect(texts()).toEqual(['one', 'hello there', 'two', 'hello there']);
  });

  it('keeps the text when stopped, and continues from it', async () => {
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

  it('keeps what a companion wrote before it went away, and names a way on', async () => {
    chosen = 'companion:big';
    scripted.play(async function* ({ model }) {
      yield { type: 'remote-start', model };
      expect(state().run).toMatchObject({ status: 'asking' });
      yield say('Once upon');
      throw new EngineError('companion_unreachable', 'Your companion at box:1 went away.');
    });
    await state().send('question');
    expect(last()).toMatchObject({
      ...{ content: 'Once upon', state: 'failed', model: 'companion:big' },
      stats: { device: 'remote' },
      error: { sentence: 'Your companion at box:1 went away.', remedy: 'answer-here' },
    });
    scripted.play(async function* () {
      yield loaded;
      yield say('Here');
      yield finish;
    });
    await state().regenerate(last()?.id ?? '', 'm');
    expect(last()).toMatchObject({ content: 'Here', model: 'm', stats: { device: 'wasm' } });
    expect(chosen).toBe('companion:big');
  });

  it('shows a failure in place, and the conversation continues', async () => {
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

  it('does not wait for a download after a stop', async () => {
    ensureInstalled.mockImplementation(() => new Promise(() => {}));
    const sending = state().send('question');
    await vi.waitFor(() => expect(state().run.status).toBe('fetching'));
    state().stop();
    await sending;
    expect(last()).toMatchObject({ state: 'stopped', content: '' });
  });

  it('sends no empty turns, and joins unanswered questions', async () => {
    scripted.play(async function* () {
      throw new EngineError('out_of_memory', 'no');
    });
    await state().send('one');
    await state().send('two');
    expect(scripted.requests.at(-1)?.messages).toEqual([{ role: 'user', content: 'one\n\ntwo' }]);
  });

  it("uses the conversation's settings, and a new chat inherits them", async () => {
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

  it('reports an invalid JSON schema', async () => {
    await state().changeSettings({ jsonSchema: '{oops' });
    await state().send('hi');
    expect(last()).toMatchObject({ state: 'failed', error: { code: 'invalid_request' } });
  });

  it('reports reasoning, a trimmed context and a length limit', async () => {
    scripted.play(async function* () {
      yield { type: 'context-trim', droppedMessages: 4 };
      yield { type: 'reasoning-delta', text: 'hm', tokens: [1] };
      yield say('so');
      yield { ...finish, reason: 'length' };
    });
    await state().send('hi');
    expect(last()).toMatchObject({
      droppedMessages: 4,
      reasoning: 'hm',
      content: 'so',
      state: 'limited',
    });
  });

  it('deletes with undo, even during an answer', async () => {
    await state().send('kept');
    const id = state().openId ?? '';
    const gate = createGate();
    gate.hold(true);
    scripted.play(async function* (_, signal) {
      yield say('half');
      await gate.pass();
      if (signal.aborted) throw new EngineError('aborted', 'stopped');
    });
    const sending = state().send('second');
    await vi.waitFor(() => expect(state().run.status).toBe('writing'));
    const removing = state().remove(id);
    gate.letGo();
    await Promise.all([sending, removing]);
    expect(state().conversations).toEqual([]);
    expect(await conversations.list()).toEqual([]);
    await state().undoRemove();
    expect(texts().slice(0, 3)).toEqual(['kept', 'hello there', 'second']);
  });

  it('shows a failed write and loses nothing on screen', async () => {
    conversations.fail = new DOMException('full', 'QuotaExceededError');
    await state().send('question');
    expect(state().problem).toMatchObject({ code: 'storage_full' });
    expect(texts()).toEqual(['question', 'hello there']);
  });

  it('keeps an answer cut off by a reload', async () => {
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

  it('imports what it exported, alongside existing conversations', async () => {
    await state().send('question');
    const file = writeConversationsFile(await state().readWhole());
    await state().importFile(new Blob([file]));
    expect(state().conversations).toHaveLength(2);
    expect(texts()).toEqual(['question', 'hello there']);
    await state().importFile(new Blob(['{"no": "conversations"}']));
    expect(state().problem).toMatchObject({ code: 'invalid_request' });
  });

  it('shows in every tab what one asks, receives, renames and deletes', async () => {
    const other = openStore();
    await other.getState().restore();
    const titles = () => other.getState().conversations?.map(({ title }) => title);
    await state().send('hi');
    expect(titles()).toEqual(['hi']);
    const id = state().openId ?? '';
    await other.getState().open(id);
    await state().send('again');
    expect(Object.values(other.getState().messages).map(({ content }) => content)).toContain(
      'again',
    );
    expect(
      Object.values(other.getState().messages).every(({ state: each }) => each === 'complete'),
    ).toBe(true);
    await state().rename(id, 'a greeting');
    expect(titles()).toEqual(['a greeting']);
    await state().remove(id);
    expect(titles()).toEqual([]);
    expect(other.getState().openId).toBeNull();
    await state().undoRemove();
    expect(titles()).toEqual(['a greeting']);
  });

  describe('pictures', () => {
    const fox = { prompt: 'a fox', negativePrompt: '' };

    it('draws what an answer asks for, and records how to find the picture', async () => {
      scripted.play(async function* () {
        yield say('A fox');
        yield { type: 'picture-request', idea: fox };
        yield finish;
      });
      await state().send('draw a fox');
      expect(drawn).toEqual([fox]);
      expect(drawnFor).toBe(state().openId);
      expect(last()).toMatchObject({ state: 'complete', drawings: [{ jobId: 'job 1', ...fox }] });
      const [, stored] = await conversations.readMessages(state().openId ?? '');
      expect(stored?.drawings).toEqual([{ jobId: 'job 1', ...fox }]);
    });

    it("draws an answer's idea, again on request, never while it is being written", async () => {
      let answerId = '';
      scripted.play(async function* () {
        yield say('Prompt: a fox');
        answerId = last()?.id ?? '';
        await state().draw(answerId, fox);
        yield finish;
      });
      await state().send('an idea');
      expect(drawn).toEqual([]);
      await state().draw(answerId, fox);
      await state().draw(answerId, { prompt: 'an owl', negativePrompt: 'text' });
      expect(last()?.drawings).toEqual([
        { jobId: 'job 1', ...fox },
        { jobId: 'job 2', prompt: 'an owl', negativePrompt: 'text' },
      ]);
      await state().draw('nothing', fox);
      expect(drawn).toHaveLength(2);
    });
  });

  it('pins and unpins a conversation in every tab', async () => {
    const other = openStore();
    await other.getState().restore();
    await state().send('hi');
    const id = state().openId ?? '';
    await state().togglePin(id);
    expect(other.getState().conversations).toMatchObject([{ id, isPinned: true }]);
    expect(await conversations.list()).toMatchObject([{ isPinned: true }]);
    await state().togglePin(id);
    expect(state().conversations).toMatchObject([{ isPinned: false }]);
  });

  it('forks into a new conversation up to that point, and leaves the original unchanged', async () => {
    await state().changeSettings({ temperature: 0.2 });
    await state().send('one');
    const original = state().openId;
    const answer = last();
    await state().send('two');
    await state().fork(answer?.id ?? '');
    expect(state().openId).not.toBe(original);
    expect(texts()).toEqual(['one', 'hello there']);
    expect(state().conversations?.[0]).toMatchObject({
      title: 'Fork of one',
      settings: { temperature: 0.2 },
    });
    await state().send('three');
    expect(scripted.requests.at(-1)?.messages.map(({ content }) => content)).toEqual([
      'one',
      'hello there',
      'three',
    ]);
    await state().open(original ?? '');
    expect(texts()).toEqual(['one', 'hello there', 'two', 'hello there']);
    await state().fork('nothing');
    expect(state().conversations).toHaveLength(2);
  });
});
