import { expect, it } from 'vitest';
import { readingDraftOf } from '../../features/speech/text/reading-draft.ts';
import { createDraftStorage } from '../../storage/drafts.ts';
import { openValues } from '../../storage/values.ts';
import { openInSpeech } from './open-in-speech.ts';

it('opens a text as a new reading and keeps the previous draft', async () => {
  const parts = {
    values: openValues('open-in-speech-test'),
    drafts: createDraftStorage(undefined),
  };
  const readingDraft = await readingDraftOf(parts);
  let isClosed = false;
  const speechStore = { getState: () => ({ close: () => void (isClosed = true) }) };
  readingDraft.getState().write('A draft.');
  await openInSpeech({ speechStore, ...parts }, 'An answer.', {
    title: 'Where are my chats?',
    origin: { kind: 'conversation', id: 'c1' },
  });
  expect(isClosed).toBe(true);
  expect(location.hash).toBe('#/speech');
  expect(readingDraft.getState().draft).toEqual({
    text: 'An answer.',
    title: 'Where are my chats?',
    chapters: [],
    origin: { kind: 'conversation', id: 'c1' },
  });
  readingDraft.getState().undo();
  expect(readingDraft.getState().draft.text).toBe('A draft.');
  location.hash = '';
});
