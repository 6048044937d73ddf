import type { StoredMessage } from './conversations.ts';

/** The newest last; of two of one moment, the one that was read last. */
const byTime = (a: StoredMessage, b: StoredMessage) => a.createdAt - b.createdAt;

/**
 * Messages as a tree, whatever a file or a crash made of them: one message for an id (the last
 * one), every parent there and none its own descendant. What followed a missing message, or was in
 * a circle, starts its own branch: nothing is left out. Takes linear time.
 */
export function repairTree(messages: readonly StoredMessage[]): StoredMessage[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const rooted = new Set<string>();
  for (const message of byId.values()) {
    const path = new Set<string>();
    let current: StoredMessage | undefined = message;
    while (current && !rooted.has(current.id) && !path.has(current.id)) {
      path.add(current.id);
      current = current.parentId === null ? undefined : byId.get(current.parentId);
    }
    if (current && path.has(current.id)) cutCircle(byId, current);
    for (const id of path) rooted.add(id);
  }
  return [...byId.values()]
    .map((message) =>
      message.parentId === null || byId.has(message.parentId)
        ? message
        : { ...message, parentId: null },
    )
    .sort(byTime);
}

/** Begins the branch at the oldest message of the circle, a question where there is one. */
function cutCircle(byId: Map<string, StoredMessage>, start: StoredMessage): void {
  const circle: StoredMessage[] = [];
  let current: StoredMessage | undefined = start;
  do {
    circle.push(current);
    current = byId.get(current.parentId ?? '');
  } while (current && current.id !== start.id);
  const oldest = [...circle].sort(byTime);
  const first = oldest.find(({ role }) => role === 'user') ?? oldest[0] ?? start;
  byId.set(first.id, { ...first, parentId: null });
}

/**
 * The message that the shown branch ends in: the one that is noted, or, if there is none such, the
 * newest that nothing follows. `null` without messages.
 */
export function chooseLeaf(
  leafId: string | null,
  messages: readonly StoredMessage[],
): string | null {
  if (leafId !== null && messages.some(({ id }) => id === leafId)) return leafId;
  const parents = new Set(messages.map(({ parentId }) => parentId));
  return (
    messages
      .filter(({ id }) => !parents.has(id))
      .sort(byTime)
      .at(-1)?.id ?? null
  );
}
