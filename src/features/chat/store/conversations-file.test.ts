import { describe, expect, it } from 'vitest';
import { fileResult } from '../../../engine/files/file-result.fixture.ts';
import {
  readConversationsFile,
  writeConversationsFile,
} from '../../../storage/conversations-file.ts';
import { findLeaf, groupSiblings, listBranch } from './message-tree.ts';

const readFile = (text: string) => fileResult(readConversationsFile(text));

const message = (id: string, parentId: unknown, more: object = {}) => ({
  ...{
    id,
    parentId,
    conversationId: 'c',
    role: 'user',
    content: id,
    createdAt: Number(id.slice(1)),
    state: 'complete',
  },
  ...more,
});
const file = (messages: unknown, conversation: unknown = {}) =>
  JSON.stringify({
    format: 'triptych-conversations',
    version: 1,
    conversations: [
      {
        conversation: {
          id: 'c',
          title: 'T',
          createdAt: 1,
          updatedAt: 1,
          leafId: null,
          ...(conversation as object),
        },
        messages,
      },
    ],
  });

/** The branch that is shown after the import, and how many messages there are. */
function read(text: string): { branch: string[]; count: number } {
  const [whole] = readFile(text);
  const messages = Object.fromEntries((whole?.messages ?? []).map((each) => [each.id, each]));
  const branch = listBranch(messages, whole?.conversation.leafId ?? null).map(
    ({ content }) => content,
  );
  return { branch, count: Object.keys(messages).length };
}

describe('a file with conversations', () => {
  it('is read whatever the shape of its tree', () => {
    expect(read(file([message('m1', 'm2'), message('m2', 'm1')]))).toEqual({
      branch: ['m1', 'm2'],
      count: 2,
    });
    expect(read(file([message('m1', 'm1')], { leafId: 'm1' }))).toEqual({
      branch: ['m1'],
      count: 1,
    });
    expect(read(file([message('m1', 'gone'), message('m2', 'm1')], { leafId: 'gone' }))).toEqual({
      branch: ['m1', 'm2'],
      count: 2,
    });
    expect(read(file([message('m1', null, { role: 'assistant' })]))).toEqual({
      branch: ['m1'],
      count: 1,
    });
    expect(read(file([]))).toEqual({ branch: [], count: 0 });
  });

  it('keeps two messages with one id, or one if they are equal', () => {
    const two = [
      message('m1', null),
      message('m1', null, { content: 'other' }),
      message('m1', null),
      message('m2', 'm1'),
    ];
    expect(read(file(two, { leafId: 'm2' }))).toEqual({ branch: ['m1', 'm2'], count: 3 });
  });

  it('keeps the readable parts of damaged messages', () => {
    const damaged = [
      message('m1', 7, { stats: 'fast', state: 'odd', createdAt: 'then' }),
      { id: 'm2' },
      null,
      message('m3', 'm1', { role: 'robot' }),
    ];
    expect(read(file(damaged, { title: 5 }))).toEqual({ branch: ['m1'], count: 1 });
  });

  it('may contain a chain of any length', () => {
    const chain = Array.from({ length: 30_000 }, (_, index) =>
      message(`m${index}`, index === 0 ? null : `m${index - 1}`),
    );
    const [whole] = readFile(file(chain));
    const messages = Object.fromEntries(whole?.messages.map((each) => [each.id, each]) ?? []);
    const [first = ''] = Object.keys(messages);
    expect(listBranch(messages, whole?.conversation.leafId ?? null)).toHaveLength(30_000);
    expect(findLeaf(messages, first)).toBe(Object.keys(messages).at(-1));
    expect(groupSiblings(messages).size).toBe(30_000);
  }, 30_000);

  it.each([
    '',
    'hello',
    '[]',
    '{"format":"triptych-conversations","version":2,"conversations":[]}',
    '[{"mapping":{}}]',
    '{"format":"triptych-conversations","version":1,"conversations":[1]}',
  ])('is refused with a reason if it has none: %s', (text) =>
    expect(() => readFile(text)).toThrow('This file has no Triptych conversations.'),
  );

  it('round-trips', () => {
    const [whole] = readFile(file([message('m1', null), message('m2', 'm1')], { leafId: 'm2' }));
    expect(read(writeConversationsFile(whole ? [whole] : []))).toEqual({
      branch: ['m1', 'm2'],
      count: 2,
    });
  });
});
