import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Tabs } from '../../engine-client/tabs.ts';
import type { ChatEngine } from '../../engine/chat/chat-engine.ts';
import type { DevicePreference } from '../../engine/device.ts';
import { EngineError } from '../../engine/errors.ts';
import { chooseLeaf } from '../../storage/conversation-tree.ts';
import type {
  ChatSettings,
  ConversationStore,
  StoredConversation,
  StoredMessage,
} from '../../storage/conversations.ts';
import { applyEvent, applyFailure, statusAfter } from './answer-events.ts';
import { createRequest } from './answer-request.ts';
import type { WholeConversation } from './conversation-files.ts';
import { findLeaf, listBranch, listSiblings, type Messages } from './message-tree.ts';
import { createThrottle } from './throttle.ts';

/** What the running answer is doing. */
export type Run =
  | { status: 'idle' }
  /** `fetching`: the built-in model's files are on their way; `loading`: the model is read into memory; `reading`: it reads the prompt. */
  | { status: 'fetching' | 'loading' | 'reading' | 'writing'; conversationId: string; messageId: string };

interface ChatState {
  /** Newest first; `null` until read. */
  conversations: readonly StoredConversation[] | null;
  openId: string | null;
  /** All branches of the open conversation. */
  messages: Messages;
  /** Of a chat that has no message yet. */
  newSettings: ChatSettings;
  run: Run;
  /** Deleted a moment ago and still to be had back. */
  removed: WholeConversation | null;
  /** Something that went wrong outside an answer, such as a failed write. */
  problem: EngineError | null;
}

interface ChatActions {
  /** Reads what is stored; call once. */
  restore(): Promise<void>;
  newChat(): void;
  open(conversationId: string): Promise<void>;
  /** Sends a message in the open conversation, or in a new one. */
  send(text: string): Promise<void>;
  /** Asks something else instead of an earlier question: a branch beside it. */
  edit(questionId: string, text: string): Promise<void>;
  /** Writes another answer to the same question, as a sibling; with this model, if one is given, which changes nothing for later questions. */
  regenerate(answerId: string, withModel?: string): Promise<void>;
  /** Goes on with an answer that was stopped or cut. */
  continue(answerId: string): Promise<void>;
  stop(): void;
  /** Shows the branch of this message. */
  showBranch(messageId: string): Promise<void>;
  rename(conversationId: string, title: string): Promise<void>;
  /** Of the open conversation, or of the next new one. */
  changeSettings(settings: ChatSettings): Promise<void>;
  remove(conversationId: string): Promise<void>;
  undoRemove(): Promise<void>;
  /** A conversation with all its branches, or all of them. */
  readWhole(conversationId?: string): Promise<WholeConversation[]>;
  /** Ids of the conversations in which a message has the words. */
  search(words: string): Promise<string[]>;
  /** Adds the conversations of an exported file and opens the newest. */
  importFile(text: string): Promise<void>;
  dismissProblem(): void;
}

/** What the tabs tell each other of the conversations that they share. */
export type ChatNews =
  | { type: 'conversation-save'; conversation: StoredConversation; messages: readonly StoredMessage[] }
  | { type: 'conversation-remove'; conversationId: string };

export interface ChatDependencies {
  engine: ChatEngine;
  conversations: ConversationStore;
  tabs: Pick<Tabs<ChatNews>, 'tell' | 'listen'>;
  /** The model to use and where to run it, at the time of asking. */
  chooseModel(): { model: string; device: DevicePreference };
  /** Resolves when the model's files are here; resolves at once for one that is. Throws for one that the user must download first. */
  ensureInstalled(model: string): Promise<void>;
}

export type ChatStore = StoreApi<ChatState & ChatActions>;

/** While an answer is written, it is stored this often: a crash loses no more. */
const SAVE_EVERY_MS = 500;
/** Thirty times a second reads as a flow; what a frame costs less is the model's, which may compute on the same processor. */
const SHOW_EVERY_MS = 33;
const UNDO_MS = 8000;

export function createChatStore(dependencies: ChatDependencies): ChatStore {
  const { conversations, tabs } = dependencies;
  let stopper: AbortController | undefined;

  return createStore<ChatState & ChatActions>()((set, get) => {
    const conversationOf = (id: string | null) => get().conversations?.find((conversation) => conversation.id === id);

    /** Puts messages on the screen and on disk. A failed write is shown and the chat goes on: what is on the screen is not lost. */
    async function keep(conversation: StoredConversation, ...messages: readonly StoredMessage[]): Promise<void> {
      const others = get().conversations?.filter(({ id }) => id !== conversation.id) ?? [];
      set({ conversations: [conversation, ...others].sort((a, b) => b.updatedAt - a.updatedAt) });
      showMessages(conversation.id, ...messages);
      await save(conversation, ...messages);
    }
    /** Puts them on disk and tells the other tabs. */
    async function save(conversation: StoredConversation, ...messages: readonly StoredMessage[]): Promise<void> {
      try {
        await conversations.save(conversation, ...messages);
        tabs.tell({ type: 'conversation-save', conversation, messages });
      } catch (thrown) {
        report(thrown);
      }
    }
    /** What another tab has kept or deleted. */
    function follow(news: ChatNews): void {
      const id = news.type === 'conversation-save' ? news.conversation.id : news.conversationId;
      const others = get().conversations?.filter((conversation) => conversation.id !== id) ?? [];
      if (news.type === 'conversation-remove') {
        set({ conversations: others });
        if (get().openId === id) get().newChat();
        return;
      }
      set({ conversations: [news.conversation, ...others].sort((a, b) => b.updatedAt - a.updatedAt) });
      showMessages(id, ...news.messages);
    }
    tabs.listen(follow);
    function report(thrown: unknown): void {
      set({ problem: EngineError.from(thrown, 'storage_unavailable') });
    }
    function showMessages(conversationId: string, ...messages: readonly StoredMessage[]): void {
      if (get().openId !== conversationId) return;
      set({ messages: { ...get().messages, ...toRecord(messages) } });
    }

    /** Answers the branch that ends in a question; `begun` is an answer to go on with, `withModel` one that is not the chosen one. */
    async function answer(
      conversation: StoredConversation,
      branch: readonly StoredMessage[],
      { begun, withModel }: { begun?: StoredMessage; withModel?: string | undefined } = {},
    ): Promise<void> {
      const question = branch.at(-1);
      if (!question || get().run.status !== 'idle') return;
      const { model: chosen, device } = dependencies.chooseModel();
      const model = withModel ?? chosen;
      let message = begun
        ? reopen(begun)
        : createMessage(conversation.id, question.id, 'assistant', '', { model, state: 'writing' });
      const here = { conversationId: conversation.id, messageId: message.id };
      const controller = (stopper = new AbortController());
      set({ run: { status: 'fetching', ...here } });
      await keep({ ...conversation, leafId: message.id, updatedAt: Date.now() }, message);
      const show = createThrottle(SHOW_EVERY_MS, () => showMessages(conversation.id, message));
      const saveNow = createThrottle(SAVE_EVERY_MS, () => {
        const current = conversationOf(conversation.id);
        if (current) void save(current, message);
      });
      try {
        await Promise.race([dependencies.ensureInstalled(model), whenAborted(controller.signal)]);
        const variant = listSiblings(get().messages, message).length;
        const request = createRequest({ model, device }, branch, conversation.settings ?? {}, begun?.content, variant);
        for await (const event of dependencies.engine.generate(request, controller.signal)) {
          const status = statusAfter(event);
          if (status) set({ run: { status, ...here } });
          message = applyEvent(message, event);
          show();
          saveNow();
        }
      } catch (thrown) {
        message = applyFailure(message, EngineError.from(thrown));
      } finally {
        show.cancel();
        saveNow.cancel();
        stopper = undefined;
        set({ run: { status: 'idle' } });
        // Deleted while it was being answered: there is nothing to keep.
        const current = conversationOf(conversation.id);
        if (current) await keep({ ...current, updatedAt: Date.now() }, message);
      }
    }

    /** Asks a question behind `parentId` and has it answered. */
    async function ask(before: StoredConversation, parentId: string | null, content: string): Promise<void> {
      const question = createMessage(before.id, parentId, 'user', content);
      const conversation = { ...before, leafId: question.id, updatedAt: Date.now() };
      const earlier = listBranch(get().messages, parentId);
      await keep(conversation, question);
      await answer(conversation, [...earlier, question]);
    }

    return {
      conversations: null,
      openId: null,
      messages: {},
      newSettings: {},
      run: { status: 'idle' },
      removed: null,
      problem: null,

      async restore() {
        try {
          set({ conversations: await conversations.list() });
        } catch (thrown) {
          set({ conversations: [], problem: EngineError.from(thrown, 'storage_unavailable') });
        }
      },
      newChat: () => set({ openId: null, messages: {} }),
      async open(conversationId) {
        if (get().openId === conversationId) return;
        set({ openId: conversationId, messages: {} });
        const stored = await conversations.readMessages(conversationId);
        // What is on the screen is newer than what is stored: an answer may have gone on meanwhile.
        if (get().openId !== conversationId) return;
        const messages = { ...toRecord(stored.map(settleBroken(get().run))), ...get().messages };
        set({ messages, conversations: get().conversations?.map(withLeaf(conversationId, messages)) ?? null });
      },
      async send(text) {
        const content = text.trim();
        if (content === '' || get().run.status !== 'idle') return;
        const { openId, newSettings } = get();
        const conversation = conversationOf(openId) ?? createConversation(content, newSettings);
        if (openId !== conversation.id) set({ openId: conversation.id, messages: {}, newSettings: {} });
        await ask(conversation, conversation.leafId, content);
      },
      async edit(questionId, text) {
        const content = text.trim();
        const { messages, openId, run } = get();
        const question = messages[questionId];
        const conversation = conversationOf(openId);
        if (!question || !conversation || content === '' || run.status !== 'idle') return;
        await ask(conversation, question.parentId, content);
      },
      async regenerate(answerId, withModel) {
        const { messages, openId } = get();
        const conversation = conversationOf(openId);
        const parentId = messages[answerId]?.parentId;
        if (conversation && parentId) await answer(conversation, listBranch(messages, parentId), { withModel });
      },
      async continue(answerId) {
        const { messages, openId } = get();
        const conversation = conversationOf(openId);
        const begun = messages[answerId];
        if (conversation && begun?.parentId)
          await answer(conversation, listBranch(messages, begun.parentId), { begun });
      },
      stop: () => stopper?.abort(),
      async showBranch(messageId) {
        const { messages, openId } = get();
        const conversation = conversationOf(openId);
        if (conversation) await keep({ ...conversation, leafId: findLeaf(messages, messageId) });
      },
      async rename(conversationId, title) {
        const conversation = conversationOf(conversationId);
        const name = title.trim();
        if (conversation && name !== '') await keep({ ...conversation, title: name });
      },
      async changeSettings(settings) {
        const conversation = conversationOf(get().openId);
        if (conversation) await keep({ ...conversation, settings });
        else set({ newSettings: settings });
      },
      async remove(conversationId) {
        const conversation = conversationOf(conversationId);
        if (!conversation) return;
        const { run, openId } = get();
        if (run.status !== 'idle' && run.conversationId === conversationId) stopper?.abort();
        set({ conversations: get().conversations?.filter(({ id }) => id !== conversationId) ?? [] });
        if (openId === conversationId) get().newChat();
        const messages = await conversations.remove(conversationId);
        tabs.tell({ type: 'conversation-remove', conversationId });
        set({ removed: { conversation, messages } });
        setTimeout(() => get().removed?.conversation.id === conversationId && set({ removed: null }), UNDO_MS);
      },
      async undoRemove() {
        const { removed } = get();
        if (!removed) return;
        set({ removed: null });
        await keep(removed.conversation, ...removed.messages);
        await get().open(removed.conversation.id);
      },
      readWhole(conversationId) {
        const wanted =
          get().conversations?.filter(({ id }) => conversationId === undefined || id === conversationId) ?? [];
        return Promise.all(
          wanted.map(async (conversation) => {
            const messages = await conversations.readMessages(conversation.id);
            return { conversation: withLeaf(conversation.id, toRecord(messages))(conversation), messages };
          }),
        );
      },
      search: (words) => conversations.search(words),
      async importFile(text) {
        try {
          const { readConversationsFile } = await import('./conversation-files.ts');
          const imported = readConversationsFile(text);
          for (const { conversation, messages } of imported) await keep(conversation, ...messages);
          const newest = imported.sort((a, b) => b.conversation.updatedAt - a.conversation.updatedAt)[0];
          if (newest) await get().open(newest.conversation.id);
        } catch (thrown) {
          set({ problem: EngineError.from(thrown) });
        }
      },
      dismissProblem: () => set({ problem: null }),
    };
  });
}

function createConversation(firstMessage: string, settings: ChatSettings): StoredConversation {
  const now = Date.now();
  const line = firstMessage.split('\n')[0] ?? '';
  const title = line.length > 60 ? `${line.slice(0, 59)}…` : line;
  return { id: crypto.randomUUID(), title, createdAt: now, updatedAt: now, leafId: null, settings };
}

function createMessage(
  conversationId: string,
  parentId: string | null,
  role: StoredMessage['role'],
  content: string,
  more: Partial<StoredMessage> = {},
): StoredMessage {
  return {
    id: crypto.randomUUID(),
    conversationId,
    parentId,
    role,
    content,
    createdAt: Date.now(),
    state: 'complete',
    ...more,
  };
}

/** An answer that goes on: what it was cut by is forgotten. */
function reopen({ error: _, ...message }: StoredMessage): StoredMessage {
  return { ...message, state: 'writing' };
}

function toRecord(messages: readonly StoredMessage[]): Messages {
  return Object.fromEntries(messages.map((message) => [message.id, message]));
}

/** The conversation with an end of its branch that is there: what is noted may have been lost. */
function withLeaf(id: string, messages: Messages): (conversation: StoredConversation) => StoredConversation {
  return (conversation) => {
    if (conversation.id !== id) return conversation;
    const leafId = chooseLeaf(conversation.leafId, Object.values(messages));
    return leafId === conversation.leafId ? conversation : { ...conversation, leafId };
  };
}

/** A message that is "being written" with nobody writing it broke off when the page ended. */
function settleBroken(run: Run): (message: StoredMessage) => StoredMessage {
  return (message) =>
    message.state === 'writing' && (run.status === 'idle' || run.messageId !== message.id)
      ? { ...message, state: 'stopped' }
      : message;
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new EngineError('aborted', 'Stopped.')), { once: true });
  });
}
