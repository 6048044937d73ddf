import { createStore } from 'zustand/vanilla';
import type { ShownPicture, StoredConversation } from '../../../storage/conversations.ts';
import { createAnswerWriter } from './answer-writer.ts';
import type {
  ChatDependencies,
  ChatState,
  ChatStore,
  ConversationActions,
  Run,
  StateAccess,
} from './chat-state.ts';
import { createConversationKeeper, type ConversationKeeper } from './conversation-keeper.ts';
import { findLeaf, listBranch } from './message-tree.ts';
import {
  addDrawing,
  createConversation,
  createMessage,
  settleBroken,
  toRecord,
  withLeaf,
} from './new-message.ts';
import { createShelfActions } from './shelf-actions.ts';

const EMPTY: ChatState = {
  conversations: null,
  openId: null,
  messages: {},
  newSettings: {},
  run: { status: 'idle' },
  removed: null,
  unsaved: [],
  importing: null,
  problem: null,
};

/** The conversations, the open one and the answer that is being written. */
export function createChatStore(dependencies: ChatDependencies): ChatStore {
  return createStore<ReturnType<ChatStore['getState']>>()((set, get) => {
    const access: StateAccess = { read: get, change: set };
    const keeper = createConversationKeeper({ ...dependencies, ...access });
    const actions = createConversationActions(dependencies, keeper, access);
    return {
      ...EMPTY,
      ...actions,
      ...createShelfActions({ ...dependencies, ...access, ...actions, keeper }),
    };
  });
}

function createConversationActions(
  dependencies: ChatDependencies,
  keeper: ConversationKeeper,
  { read, change }: StateAccess,
): ConversationActions {
  const writer = createAnswerWriter({ ...dependencies, keeper, read, change });
  const findOpen = () => keeper.find(read().openId);
  const isBusy = () => read().run.status !== 'idle';

  /** Asks a question after `parentId` and gets it answered. */
  async function ask(
    before: StoredConversation,
    parentId: string | null,
    content: string,
    pictures: readonly ShownPicture[] = [],
  ): Promise<void> {
    const shown = pictures.length > 0 ? { pictures: [...pictures] } : {};
    const question = createMessage(before.id, parentId, 'user', content, shown);
    const conversation = { ...before, leafId: question.id, updatedAt: Date.now() };
    const earlier = listBranch(read().messages, parentId);
    await keeper.keep(conversation, question);
    await writer.write(conversation, [...earlier, question]);
  }

  return {
    stop: writer.stop,
    newChat: () => change({ openId: null, messages: {} }),
    async open(conversationId) {
      if (read().openId === conversationId) return;
      change({ openId: conversationId, messages: {} });
      const [stored] = await Promise.all([
        keeper.readMessages(conversationId),
        keeper.ensureListed(conversationId),
      ]);
      // What is on the screen is newer than what is stored: an answer may have gone on meanwhile.
      if (read().openId !== conversationId) return;
      const messages = { ...toRecord(stored.map(settleBroken(read().run))), ...read().messages };
      change({
        messages,
        conversations: read().conversations?.map(withLeaf(conversationId, messages)) ?? null,
      });
    },
    async send(text, pictures) {
      const content = text.trim();
      if (content === '' || isBusy()) return;
      const { openId, newSettings } = read();
      const conversation = findOpen() ?? createConversation(content, newSettings);
      if (openId !== conversation.id)
        change({ openId: conversation.id, messages: {}, newSettings: {} });
      await ask(conversation, conversation.leafId, content, pictures);
    },
    async edit(questionId, text) {
      const content = text.trim();
      const question = read().messages[questionId];
      const conversation = findOpen();
      if (question && conversation && content !== '' && !isBusy())
        await ask(conversation, question.parentId, content, question.pictures);
    },
    async regenerate(answerId, withModel) {
      const conversation = findOpen();
      const { messages } = read();
      const parentId = messages[answerId]?.parentId;
      if (conversation && parentId)
        await writer.write(conversation, listBranch(messages, parentId), { withModel });
    },
    async continue(answerId) {
      const conversation = findOpen();
      const { messages } = read();
      const begun = messages[answerId];
      if (conversation && begun?.parentId)
        await writer.write(conversation, listBranch(messages, begun.parentId), { begun });
    },
    async draw(answerId, idea) {
      const conversation = findOpen();
      const answer = read().messages[answerId];
      // While it is being written, the answer is the writer's.
      if (!conversation || answer?.role !== 'assistant' || isRunning(read().run, answerId)) return;
      await keeper.keep(
        conversation,
        addDrawing(answer, {
          ...idea,
          jobId: dependencies.drawPicture(idea, conversation.id),
        }),
      );
    },
    async showBranch(messageId) {
      const conversation = findOpen();
      if (conversation)
        await keeper.keep({ ...conversation, leafId: findLeaf(read().messages, messageId) });
    },
    async changeSettings(settings) {
      const conversation = findOpen();
      if (conversation) await keeper.keep({ ...conversation, settings });
      else change({ newSettings: settings });
    },
  };
}

function isRunning(run: Run, messageId: string): boolean {
  return run.status !== 'idle' && run.messageId === messageId;
}
