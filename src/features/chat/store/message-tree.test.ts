import { expect, it } from 'vitest';
import type { StoredMessage } from '../../../storage/conversations.ts';
import { findLeaf, listBranch, listSiblings } from './message-tree.ts';

const message = (
  id: string,
  parentId: string | null,
  createdAt: number,
  role: StoredMessage['role'] = 'assistant',
): StoredMessage => ({
  id,
  conversationId: 'c',
  parentId,
  role,
  content: id,
  createdAt,
  state: 'complete',
});
const messages = Object.fromEntries(
  [
    message('q', null, 1, 'user'),
    message('a1', 'q', 2),
    message('a2', 'q', 3),
    message('q2', 'a1', 4, 'user'),
    message('a3', 'q2', 5),
  ].map((m) => [m.id, m]),
);

it('follows a branch from its leaf to the root', () => {
  expect(listBranch(messages, 'a3').map(({ id }) => id)).toEqual(['q', 'a1', 'q2', 'a3']);
  expect(listBranch(messages, 'a2').map(({ id }) => id)).toEqual(['q', 'a2']);
  expect(listBranch(messages, null)).toEqual([]);
  expect(listBranch(messages, 'gone')).toEqual([]);
});

it("lists a message's alternatives in order of creation", () => {
  expect(listSiblings(messages, message('a2', 'q', 3)).map(({ id }) => id)).toEqual(['a1', 'a2']);
});

it("finds the end of a message's branch", () => {
  expect(findLeaf(messages, 'a1')).toBe('a3');
  expect(findLeaf(messages, 'a2')).toBe('a2');
});
