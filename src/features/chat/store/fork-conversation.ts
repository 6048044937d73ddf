import type { StoredConversation, WholeConversation } from '../../../storage/conversations.ts';
import { listBranch, type Messages } from './message-tree.ts';

const PREFIX = 'Fork of ';

/**
 * A new conversation with copies of all messages from the beginning to this one, and nothing of
 * other branches. `undefined` if there is no such message.
 */
export function forkConversation(
  original: StoredConversation,
  messages: Messages,
  messageId: string,
): WholeConversation | undefined {
  const branch = listBranch(messages, messageId);
  if (branch.length === 0) return undefined;
  const id = crypto.randomUUID();
  const newIds = new Map(branch.map((message) => [message.id, crypto.randomUUID()]));
  const renew = (old: string | null) => (old === null ? null : (newIds.get(old) ?? null));
  const now = Date.now();
  const { settings = {} } = original;
  const title = original.title.startsWith(PREFIX) ? original.title : `${PREFIX}${original.title}`;
  return {
    conversation: { id, title, createdAt: now, updatedAt: now, leafId: renew(messageId), settings },
    messages: branch.map((message) => ({
      ...message,
      id: renew(message.id) ?? message.id,
      conversationId: id,
      parentId: renew(message.parentId),
      // The original continues there; the copy ends with what it had.
      state: message.state === 'writing' ? 'stopped' : message.state,
    })),
  };
}
