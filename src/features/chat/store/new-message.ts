import { chooseLeaf } from '../../../storage/conversation-tree.ts';
import type {
  ChatSettings,
  StoredConversation,
  StoredDrawing,
  StoredMessage,
} from '../../../storage/conversations.ts';
import { cutTitle } from '../../../engine/cut-title.ts';
import type { Run } from './chat-state.ts';
import type { Messages } from './message-tree.ts';

/** A conversation that is called by its first message. */
export function createConversation(
  firstMessage: string,
  settings: ChatSettings,
): StoredConversation {
  const now = Date.now();
  const title = cutTitle(firstMessage);
  return { id: crypto.randomUUID(), title, createdAt: now, updatedAt: now, leafId: null, settings };
}

export function createMessage(
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

/** A continued answer: the reason it was cut is cleared. */
export function reopen({ error: _, ...message }: StoredMessage): StoredMessage {
  return { ...message, state: 'writing' };
}

/** The answer with a picture that was asked for: it is found by the id of its request. */
export function addDrawing(message: StoredMessage, drawing: StoredDrawing): StoredMessage {
  return { ...message, drawings: [...(message.drawings ?? []), drawing] };
}

export function toRecord(messages: readonly StoredMessage[]): Messages {
  return Object.fromEntries(messages.map((message) => [message.id, message]));
}

/** The conversation with an end of its branch that is there: what is noted may have been lost. */
export function withLeaf(
  id: string,
  messages: Messages,
): (conversation: StoredConversation) => StoredConversation {
  return (conversation) => {
    if (conversation.id !== id) return conversation;
    const leafId = chooseLeaf(conversation.leafId, Object.values(messages));
    return leafId === conversation.leafId ? conversation : { ...conversation, leafId };
  };
}

/** A message that is "being written" with nobody writing it broke off when the page ended. */
export function settleBroken(run: Run): (message: StoredMessage) => StoredMessage {
  return (message) =>
    message.state === 'writing' && (run.status === 'idle' || run.messageId !== message.id)
      ? { ...message, state: 'stopped' }
      : message;
}
