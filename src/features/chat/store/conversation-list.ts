import type { StoredConversation, StoredMessage } from '../../../storage/conversations.ts';
import type { StateAccess } from './chat-state.ts';
import { toRecord } from './new-message.ts';

const newestFirst = (a: StoredConversation, b: StoredConversation) => b.updatedAt - a.updatedAt;

/** Conversations on the screen, and the messages of the open one. */
export function createConversationList({ read, change }: StateAccess) {
  /** Changed or deleted here since the reading of the list began: newer than what was read. */
  const touched = new Set<string>();
  const listed = () => read().conversations ?? [];
  function place(...placed: readonly StoredConversation[]): void {
    const ids = new Set(placed.map(({ id }) => id));
    for (const id of ids) touched.add(id);
    const others = listed().filter(({ id }) => !ids.has(id));
    change({ conversations: [...placed, ...others].sort(newestFirst) });
  }
  function hide(id: string): void {
    touched.add(id);
    change({ conversations: listed().filter((conversation) => conversation.id !== id) });
    if (read().openId === id) change({ openId: null, messages: {} });
  }
  function list(stored: readonly StoredConversation[]): void {
    const read = stored.filter(({ id }) => !touched.has(id));
    const ids = new Set(read.map(({ id }) => id));
    const others = listed().filter(({ id }) => !ids.has(id));
    change({ conversations: [...read, ...others].sort(newestFirst) });
  }
  function show(conversationId: string, ...messages: readonly StoredMessage[]): void {
    if (read().openId !== conversationId) return;
    change({ messages: { ...read().messages, ...toRecord(messages) } });
  }

  return {
    listed,
    /** Puts them in their place; they are newer than what is still being read. */
    place,
    /** Takes one off the screen. */
    hide,
    /** Adds what was read from the store. */
    list,
    /** Shows messages, if theirs is the open conversation. */
    show,
    beginReading: () => touched.clear(),
  };
}
