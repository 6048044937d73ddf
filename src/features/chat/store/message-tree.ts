import type { StoredMessage } from '../../../storage/conversations.ts';

/** Messages of one conversation by id. */
export type Messages = Readonly<Record<string, StoredMessage>>;

/** The branch that ends in `leafId`, first message first. */
export function listBranch(messages: Messages, leafId: string | null): StoredMessage[] {
  const branch: StoredMessage[] = [];
  const seen = new Set<string>();
  for (let id = leafId; id !== null && !seen.has(id);) {
    const message: StoredMessage | undefined = messages[id];
    if (!message) break;
    seen.add(id);
    branch.push(message);
    id = message.parentId;
  }
  return branch.reverse();
}

/**
 * The message and its alternatives, oldest first: what else was answered to, or asked instead of,
 * the same.
 */
export function listSiblings(
  messages: Messages,
  { parentId, role }: StoredMessage,
): StoredMessage[] {
  return Object.values(messages)
    .filter((message) => message.parentId === parentId && message.role === role)
    .sort((a, b) => a.createdAt - b.createdAt);
}

/** Ids of all alternatives, oldest first, by message: `listSiblings` for many messages at once. */
export function groupSiblings(messages: Messages): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  const oldestFirst = Object.values(messages).sort((a, b) => a.createdAt - b.createdAt);
  return new Map(
    oldestFirst.map(({ id, parentId, role }) => {
      const key = `${role} ${parentId ?? ''}`;
      const group = groups.get(key) ?? [];
      groups.set(key, group);
      group.push(id);
      return [id, group];
    }),
  );
}

/** The newest message that can be reached from this one: where a branch is taken up again. */
export function findLeaf(messages: Messages, id: string): string {
  const newestChild = new Map<string | null, StoredMessage>();
  for (const message of Object.values(messages)) {
    const known = newestChild.get(message.parentId);
    if (!known || message.createdAt > known.createdAt) newestChild.set(message.parentId, message);
  }
  const seen = new Set<string>();
  let leaf = id;
  for (let next = newestChild.get(leaf); next && !seen.has(next.id); next = newestChild.get(leaf)) {
    seen.add(next.id);
    leaf = next.id;
  }
  return leaf;
}
