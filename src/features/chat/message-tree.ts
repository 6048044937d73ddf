import type { StoredMessage } from '../../storage/conversations.ts';

/** Messages of one conversation by id. */
export type Messages = Readonly<Record<string, StoredMessage>>;

/** The branch that ends in `leafId`, first message first. */
export function listBranch(messages: Messages, leafId: string | null): StoredMessage[] {
  const branch: StoredMessage[] = [];
  for (let id = leafId; id;) {
    const message: StoredMessage | undefined = messages[id];
    if (!message) break;
    branch.unshift(message);
    id = message.parentId;
  }
  return branch;
}

/** The message and its alternatives, oldest first: what else was answered to, or asked instead of, the same. */
export function listSiblings(messages: Messages, { parentId, role }: StoredMessage): StoredMessage[] {
  return Object.values(messages)
    .filter((message) => message.parentId === parentId && message.role === role)
    .sort((a, b) => a.createdAt - b.createdAt);
}

/** The newest message that can be reached from this one: where a branch is taken up again. */
export function findLeaf(messages: Messages, id: string): string {
  const children = Object.values(messages).filter(({ parentId }) => parentId === id);
  const newest = children.sort((a, b) => b.createdAt - a.createdAt)[0];
  return newest ? findLeaf(messages, newest.id) : id;
}
