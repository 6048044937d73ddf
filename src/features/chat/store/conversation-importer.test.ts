import { expect, it } from 'vitest';
import type { WholeConversation } from '../../../storage/conversations.ts';
import type { ChatState } from './chat-state.ts';
import { throwIfAborted } from '../../../engine/errors.ts';
import {
  readConversationsFile,
  writeConversationsFile,
} from '../../../storage/conversations-file.ts';
import { createConversationImporter } from './conversation-importer.ts';
import { createConversation } from './new-message.ts';
import type { ReadConversations } from './read-conversations.ts';

const fileOf = (count: number) =>
  new Blob([
    writeConversationsFile(
      Array.from({ length: count }, (_, index) => ({
        conversation: { ...createConversation(`${index}`, {}), updatedAt: index },
        messages: [],
      })),
    ),
  ]);

/** As the worker does. */
const readHere: ReadConversations = async (file, { onProgress, signal }) => {
  for (const event of readConversationsFile(await file.text())) {
    throwIfAborted(signal);
    if (event.type === 'file-end') return event.result;
    onProgress?.(event);
  }
  throw new Error('No result.');
};

function setUp(onBatch: (cancel: () => void) => void = () => undefined) {
  const batches: (readonly WholeConversation[])[] = [];
  const progress: string[] = [];
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
      if (part.importing) {
        const { stage, done, total } = part.importing;
        progress.push(`${stage} ${done}/${total}`);
      }
    },
    open: async (id) => void opened.push(id),
    read: readHere,
  });
  return { importer, batches, progress, opened, read: () => state };
}

it('keeps a file in batches, tells how far it is, and opens the newest', async () => {
  const { importer, batches, progress, opened, read } = setUp();
  await importer.importFile(fileOf(250));
  expect(batches.map(({ length }) => length)).toEqual([100, 100, 50]);
  expect(progress).toEqual([
    ...['reading 0/250', 'reading 100/250', 'reading 200/250'],
    ...['adding 0/250', 'adding 100/250', 'adding 200/250'],
  ]);
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
  await importer.importFile(new Blob(['{}']));
  expect(batches).toEqual([]);
  expect(read().problem).toMatchObject({ code: 'invalid_request' });
});

it('stops while a file is still read when it is cancelled, without calling that a fault', async () => {
  const { importer, batches, read } = setUp();
  const importing = importer.importFile(fileOf(250));
  importer.cancel();
  await importing;
  expect(batches).toEqual([]);
  expect(read()).toEqual({ importing: null });
});
