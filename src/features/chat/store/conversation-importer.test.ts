import { expect, it } from 'vitest';
import type { WholeConversation } from '../../../storage/conversations.ts';
import type { ChatState } from './chat-state.ts';
import { writeConversationsFile } from './conversation-files.ts';
import { createConversationImporter } from './conversation-importer.ts';
import { createConversation } from './new-message.ts';

const fileOf = (count: number) =>
  writeConversationsFile(
    Array.from({ length: count }, (_, index) => ({
      conversation: { ...createConversation(`${index}`, {}), updatedAt: index },
      messages: [],
    })),
  );

function setUp(onBatch: (cancel: () => void) => void = () => undefined) {
  const batches: (readonly WholeConversation[])[] = [];
  const progress: number[] = [];
  const opened: string[] = [];
  let state: Partial<ChatState> = {};
  const importer = createConversationImporter({
    keeper: {
      async keepAll(added) {
        batches.push(added);
        onBatch(importer.cancel);
      },
    },
    change(part) {
      state = { ...state, ...part };
      if (part.importing) progress.push(part.importing.done / part.importing.total);
    },
    open: async (id) => void opened.push(id),
  });
  return { importer, batches, progress, opened, read: () => state };
}

it('keeps a file in batches, tells how far it is, and opens the newest', async () => {
  const { importer, batches, progress, opened, read } = setUp();
  await importer.importFile(fileOf(250));
  expect(batches.map(({ length }) => length)).toEqual([100, 100, 50]);
  expect(progress).toEqual([0, 0.4, 0.8]);
  expect(batches[0]?.[0]?.conversation).toMatchObject({ id: opened[0], title: '249' });
  expect(read()).toEqual({ importing: null });
});

it('stops between two batches when it is cancelled, and opens nothing', async () => {
  const { importer, batches, opened, read } = setUp((cancel) => cancel());
  await importer.importFile(fileOf(250));
  expect(batches).toHaveLength(1);
  expect(opened).toEqual([]);
  expect(read().importing).toBeNull();
});

it('says what is wrong with a file', async () => {
  const { importer, batches, read } = setUp();
  await importer.importFile('{}');
  expect(batches).toEqual([]);
  expect(read().problem).toMatchObject({ code: 'invalid_request' });
});
