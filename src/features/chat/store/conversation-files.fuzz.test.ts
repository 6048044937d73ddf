import { expect, it } from 'vitest';
import { corruptJson } from '../../../engine/fuzz/corrupt-json.fixture.ts';
import { corruptText } from '../../../engine/fuzz/corrupt-text.fixture.ts';
import { fuzz } from '../../../engine/fuzz/fuzz.fixture.ts';
import { readConversationsFile, writeConversationsFile } from './conversation-files.ts';

const message = (id: string, parentId: string | null, role: 'user' | 'assistant') => ({
  ...{ id, parentId, role, conversationId: 'c', content: 'A fox', createdAt: 1 },
  state: 'complete' as const,
});
const conversation = { id: 'c', title: 'T', createdAt: 1, updatedAt: 2, leafId: 'b' };
const text = writeConversationsFile([
  {
    conversation: { ...conversation, settings: { temperature: 1 } },
    messages: [message('a', null, 'user'), message('b', 'a', 'assistant')],
  },
]);

/** Whatever is read is a conversation that can be shown and written again. */
function readAndCheck(file: string): void {
  for (const { conversation, messages } of readConversationsFile(file)) {
    const ids = new Set(messages.map(({ id }) => id));
    expect(ids.size).toBe(messages.length);
    if (conversation.leafId !== null) expect(ids).toContain(conversation.leafId);
    for (const { parentId } of messages) if (parentId !== null) expect(ids).toContain(parentId);
  }
}

it('reads any file of conversations, or refuses it', async () => {
  await fuzz(
    corruptJson([JSON.parse(text)]),
    (value) => readAndCheck(JSON.stringify(value) ?? ''),
    { runs: 300 },
  );
  await fuzz(corruptText([text]), readAndCheck);
});
