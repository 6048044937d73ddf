import { expect, it } from 'vitest';
import { chooseLeaf, repairTree } from './conversation-tree.ts';
import type { StoredMessage } from './conversations.ts';
import { cpuTimeMs } from '../engine/cpu-time.fixture.ts';

const message = (
  id: string,
  parentId: string | null,
  createdAt = 0,
  role: StoredMessage['role'] = 'user',
) =>
  ({
    id,
    conversationId: 'c',
    parentId,
    role,
    content: id,
    createdAt,
    state: 'complete',
  }) satisfies StoredMessage;
const parents = (messages: readonly StoredMessage[]) =>
  Object.fromEntries(repairTree(messages).map(({ id, parentId }) => [id, parentId]));

it('leaves a tree unchanged, oldest first', () => {
  const tree = [message('b', 'a', 2), message('a', null, 1), message('c', 'a', 3)];
  expect(repairTree(tree).map(({ id, parentId }) => [id, parentId])).toEqual([
    ['a', null],
    ['b', 'a'],
    ['c', 'a'],
  ]);
});

it('breaks circles at their oldest question and keeps every message', () => {
  expect(parents([message('a', 'a')])).toEqual({ a: null });
  expect(
    parents([
      message('a', 'c', 1, 'assistant'),
      message('b', 'a', 2),
      message('c', 'b', 3),
      message('d', 'c', 4),
    ]),
  ).toEqual({ a: 'c', b: null, c: 'b', d: 'c' });
  expect(
    parents([message('a', 'b'), message('b', 'a'), message('x', 'y'), message('y', 'x')]),
  ).toEqual({
    a: null,
    b: 'a',
    x: null,
    y: 'x',
  });
});

it('starts a branch where a parent is missing', () => {
  expect(parents([message('a', 'gone'), message('b', 'a')])).toEqual({ a: null, b: 'a' });
});

it('accepts a chain of any length, in any order', () => {
  const chain = Array.from({ length: 30_000 }, (_, index) =>
    message(`${index}`, index === 0 ? '29999' : `${index - 1}`, index),
  );
  const begin = cpuTimeMs();
  expect(repairTree(chain.toReversed()).filter(({ parentId }) => parentId === null)).toHaveLength(
    1,
  );
  expect(cpuTimeMs() - begin).toBeLessThan(2_000);
});

it('picks the newest leaf if the noted one is missing', () => {
  const tree = [message('a', null, 1), message('b', 'a', 3), message('c', 'a', 2)];
  expect(['c', 'gone', null].map((leaf) => chooseLeaf(leaf, tree))).toEqual(['c', 'b', 'b']);
  expect(chooseLeaf('gone', [])).toBeNull();
});
