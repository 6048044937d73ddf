import { describe, expect, it } from 'vitest';
import type { StoredConversation, StoredMessage } from '../../../storage/conversations.ts';
import { forkConversation } from './fork-conversation.ts';
import { toRecord } from './new-message.ts';

const message = (
  id: string,
  parentId: string | null,
  more: Partial<StoredMessage> = {},
): StoredMessage => ({
  id,
  conversationId: 'c',
  parentId,
  role: 'user',
  content: id,
  createdAt: 1,
  state: 'complete',
  ...more,
});
const original: StoredConversation = {
  id: 'c',
  title: 'Foxes',
  createdAt: 1,
  updatedAt: 1,
  leafId: 'c2',
  isPinned: true,
};
const drawings = [{ jobId: 'j', prompt: 'a fox', negativePrompt: '' }];
const messages = toRecord([
  message('q', null),
  message('a', 'q', { role: 'assistant', drawings }),
  message('a-other', 'q', { role: 'assistant' }),
  message('c2', 'a', { state: 'writing' }),
]);

describe('forkConversation', () => {
  it('copies only the branch, under new ids, with its pictures', () => {
    const fork = forkConversation(original, messages, 'a');
    expect(fork?.messages).toMatchObject([
      { content: 'q', parentId: null },
      { content: 'a', drawings },
    ]);
    const [first, second] = fork?.messages ?? [];
    expect(second?.parentId).toBe(first?.id);
    expect(fork?.conversation).toMatchObject({ title: 'Fork of Foxes', leafId: second?.id });
    expect(fork?.conversation.isPinned).toBeUndefined();
    const ids = fork?.messages.map(({ id }) => id) ?? [];
    expect(ids.some((id) => id in messages)).toBe(false);
    expect(
      fork?.messages.every(({ conversationId }) => conversationId === fork.conversation.id),
    ).toBe(true);
  });

  it('ends an unfinished answer where it is, and says "fork" once', () => {
    const fork = forkConversation({ ...original, title: 'Fork of Foxes' }, messages, 'c2');
    expect(fork?.messages.at(-1)).toMatchObject({ content: 'c2', state: 'stopped' });
    expect(fork?.conversation.title).toBe('Fork of Foxes');
  });

  it('is undefined if the message is missing', () => {
    expect(forkConversation(original, messages, 'gone')).toBeUndefined();
  });
});
