import type { Tabs } from '../../../engine/tabs.ts';
import { EngineError } from '../../../engine/errors.ts';
import type {
  ConversationStore,
  StoredConversation,
  StoredMessage,
  WholeConversation,
} from '../../../storage/conversations.ts';
import { createRefusedWrites } from '../../../storage/refused-writes.ts';
import type { ConversationNews, StateAccess } from './chat-state.ts';
import { createConversationList } from './conversation-list.ts';
import type { Messages } from './message-tree.ts';
import { toRecord } from './new-message.ts';

/** Keeps the screen, the store and the other tabs at one. */
export interface ConversationKeeper {
  find(conversationId: string | null): StoredConversation | undefined;
  /**
   * Puts a conversation and messages on the screen and on disk. A failed write is shown and the
   * chat goes on: what is on the screen is not lost.
   */
  keep(conversation: StoredConversation, ...messages: readonly StoredMessage[]): Promise<void>;
  /** Writes them to disk and notifies the other tabs; the screen stays as it is. */
  save(conversation: StoredConversation, ...messages: readonly StoredMessage[]): Promise<void>;
  /** Shows messages, if theirs is the open conversation. */
  show(conversationId: string, ...messages: readonly StoredMessage[]): void;
  /** All messages of a conversation, also those that the store has refused. */
  readMessages(conversationId: string): Promise<StoredMessage[]>;
  /** Tries once more to keep what the store has refused. */
  keepUnsaved(): Promise<void>;
  /** As `keep`, for many new ones at once. Throws `storage_full`; then none of them is kept. */
  keepAll(added: readonly WholeConversation[]): Promise<void>;
  /** Lists what is stored: first what fills a screen, then all. */
  restore(): Promise<void>;
  /** Lists one that is stored, before all are read. */
  ensureListed(conversationId: string): Promise<void>;
  /** Takes a conversation off the screen and the disk, and returns its messages. */
  drop(conversationId: string): Promise<StoredMessage[]>;
}

interface KeeperOptions extends StateAccess {
  conversations: ConversationStore;
  tabs: Pick<Tabs<ConversationNews>, 'tell' | 'listen'>;
}

/** A conversation and those of its messages that the store does not have. */
interface UnsavedPart {
  conversation: StoredConversation;
  messages: Messages;
}

/** So many fill a screen. */
const FIRST_COUNT = 60;

export function createConversationKeeper({
  conversations,
  tabs,
  read,
  change,
}: KeeperOptions): ConversationKeeper {
  const writes = createRefusedWrites<UnsavedPart>({
    store: ({ conversation, messages }) =>
      conversations.save(conversation, ...Object.values(messages)),
    merge: (before, next) => ({ ...next, messages: { ...before.messages, ...next.messages } }),
  });
  const report = (thrown: unknown) =>
    change({ problem: EngineError.from(thrown, 'storage_unavailable'), unsaved: writes.list() });
  const { listed, place, hide, list, show, beginReading } = createConversationList({
    read,
    change,
  });
  async function save(
    conversation: StoredConversation,
    ...messages: readonly StoredMessage[]
  ): Promise<void> {
    try {
      await writes.write(conversation.id, { conversation, messages: toRecord(messages) });
      if (read().unsaved.length > 0) change({ unsaved: writes.list() });
      tabs.tell({ type: 'conversation-save', conversation, messages });
    } catch (thrown) {
      report(thrown);
    }
  }
  const listUnsaved = (conversationId: string) =>
    Object.values(writes.read(conversationId)?.messages ?? {});

  tabs.listen((news) => {
    if (news.type === 'conversations-add') {
      for (const { id } of news.conversations) conversations.noteChange(id);
      return place(...news.conversations);
    }
    const id = news.type === 'conversation-save' ? news.conversation.id : news.conversationId;
    conversations.noteChange(id);
    if (news.type === 'conversation-remove') return hide(id);
    place(news.conversation);
    show(id, ...news.messages);
  });

  return {
    find: (id) => read().conversations?.find((conversation) => conversation.id === id),
    save,
    show,
    async restore() {
      beginReading();
      list(await conversations.listNewest(FIRST_COUNT));
      list(await conversations.list());
    },
    async keepAll(added) {
      await conversations.saveAll(added);
      const stored = added.map(({ conversation }) => conversation);
      place(...stored);
      tabs.tell({ type: 'conversations-add', conversations: stored });
    },
    async ensureListed(conversationId) {
      if (listed().some(({ id }) => id === conversationId)) return;
      const stored = await conversations.read(conversationId);
      if (stored) list([stored]);
    },
    async keep(conversation, ...messages) {
      place(conversation);
      show(conversation.id, ...messages);
      await save(conversation, ...messages);
    },
    async readMessages(conversationId) {
      const unsaved = toRecord(listUnsaved(conversationId));
      const stored = await conversations.readMessages(conversationId);
      return Object.values({ ...toRecord(stored), ...unsaved });
    },
    async keepUnsaved() {
      await writes.retry().then(() => change({ problem: null, unsaved: [] }), report);
    },
    async drop(conversationId) {
      hide(conversationId);
      const unsaved = toRecord(listUnsaved(conversationId));
      writes.forget(conversationId);
      change({ unsaved: writes.list() });
      const stored = await conversations.remove(conversationId);
      const messages = Object.values({ ...toRecord(stored), ...unsaved });
      tabs.tell({ type: 'conversation-remove', conversationId });
      return messages;
    },
  };
}
