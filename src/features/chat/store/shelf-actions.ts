import { UNDO_MS } from '../../../engine-client/undo-ms.ts';
import { once } from '../../../engine/once.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { ConversationStore, StoredConversation } from '../../../storage/conversations.ts';
import type { ShelfActions, StateAccess } from './chat-state.ts';
import type { ConversationImporter } from './conversation-importer.ts';
import type { ReadConversations } from './read-conversations.ts';
import type { ConversationKeeper } from './conversation-keeper.ts';
import { toRecord, withLeaf } from './new-message.ts';

interface ShelfOptions extends StateAccess {
  conversations: ConversationStore;
  readConversations?: ReadConversations;
  keeper: ConversationKeeper;
  open(conversationId: string): Promise<void>;
  /** Ends the answer that is being written. */
  stop(): void;
}

/** Actions on whole conversations. */
export function createShelfActions({
  conversations,
  keeper,
  read,
  change,
  open,
  stop,
  ...options
}: ShelfOptions): ShelfActions {
  /** Those that are stored, and those that the store has refused. */
  async function listAll(): Promise<StoredConversation[]> {
    const stored = await conversations.list();
    const ids = new Set(stored.map(({ id }) => id));
    const refused = read().unsaved.flatMap((id) => (ids.has(id) ? [] : (keeper.find(id) ?? [])));
    return [...refused, ...stored];
  }
  return {
    async restore() {
      try {
        await keeper.restore();
      } catch (thrown) {
        change({
          conversations: read().conversations ?? [],
          problem: EngineError.from(thrown, 'storage_unavailable'),
        });
      }
    },
    async rename(conversationId, title) {
      const conversation = keeper.find(conversationId);
      const name = title.trim();
      if (conversation && name !== '') await keeper.keep({ ...conversation, title: name });
    },
    async togglePin(conversationId) {
      const conversation = keeper.find(conversationId);
      if (conversation)
        await keeper.keep({ ...conversation, isPinned: conversation.isPinned !== true });
    },
    async fork(messageId) {
      const { forkConversation } = await import('./fork-conversation.ts');
      const { openId, messages } = read();
      const original = keeper.find(openId);
      const fork = original && forkConversation(original, messages, messageId);
      if (!fork) return;
      await keeper.keep(fork.conversation, ...fork.messages);
      await open(fork.conversation.id);
    },
    async remove(conversationId) {
      const conversation = keeper.find(conversationId);
      if (!conversation) return;
      const { run } = read();
      if (run.status !== 'idle' && run.conversationId === conversationId) stop();
      const messages = await keeper.drop(conversationId);
      change({ removed: { conversation, messages } });
      setTimeout(
        () => read().removed?.conversation.id === conversationId && change({ removed: null }),
        UNDO_MS,
      );
    },
    async undoRemove() {
      const { removed } = read();
      if (!removed) return;
      change({ removed: null });
      await keeper.keep(removed.conversation, ...removed.messages);
      await open(removed.conversation.id);
    },
    async readWhole(conversationId) {
      const one = keeper.find(conversationId ?? null);
      const wanted = conversationId === undefined ? await listAll() : one ? [one] : [];
      return Promise.all(
        wanted.map(async (conversation) => {
          const messages = await keeper.readMessages(conversation.id);
          return {
            conversation: withLeaf(conversation.id, toRecord(messages))(conversation),
            messages,
          };
        }),
      );
    },
    search: (words) => conversations.search(words),
    // What cannot be read is told of by the search itself.
    prepareSearch: () => void conversations.search('').catch(() => undefined),
    ...createImportActions({ ...options, keeper, change, open }),
    dismissProblem: () => change({ problem: null }),
    keepUnsaved: keeper.keepUnsaved,
  };
}

/** The importer is loaded with the first import. */
function createImportActions({
  readConversations,
  keeper,
  change,
  open,
}: Pick<ShelfOptions, 'readConversations' | 'keeper' | 'change' | 'open'>): Pick<
  ShelfActions,
  'importFile' | 'cancelImport'
> {
  let importer: ConversationImporter | undefined;
  const openImporter = once(async () => {
    const { createConversationImporter } = await import('./conversation-importer.ts');
    const read = readConversations ?? (await import('./read-conversations.ts')).readConversations;
    return (importer = createConversationImporter({ keeper, change, open, read }));
  });
  return {
    async importFile(file) {
      try {
        await (await openImporter()).importFile(file);
      } catch (thrown) {
        change({ problem: EngineError.from(thrown) });
      }
    },
    cancelImport: () => importer?.cancel(),
  };
}
