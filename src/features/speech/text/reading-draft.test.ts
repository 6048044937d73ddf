import { expect, it } from 'vitest';
import type { ReadingDrafts, ReadingDraftStorage } from '../../../storage/reading-drafts.ts';
import { moveChapters, openReadingDraft } from './reading-draft.ts';

function createMemory(): ReadingDraftStorage {
  let kept: ReadingDrafts = { draft: { text: '', title: '', chapters: [] }, earlier: null };
  return { read: async () => kept, write: async (drafts) => void (kept = drafts) };
}
const open = (memory = createMemory()) => openReadingDraft(memory);

it('replaces the typed text and restores it, also after a reload', async () => {
  const memory = createMemory();
  (await open(memory)).getState().write('Typed by hand.');
  const chapters = [{ title: 'One', start: 0 }];
  (await open(memory)).getState().replace({ text: 'From a file.', title: 'file', chapters });
  const store = await open(memory);
  expect(store.getState().draft).toEqual({ text: 'From a file.', title: 'file', chapters });
  store.getState().undo();
  expect(store.getState().draft).toEqual({ text: 'Typed by hand.', title: '', chapters: [] });
  store.getState().undo();
  expect(store.getState().draft, 'and the other way round').toMatchObject({
    text: 'From a file.',
    chapters,
  });
});

it('keeps the earlier text if an empty or identical one follows', async () => {
  const { getState } = await open();
  getState().write('Typed by hand.');
  getState().replace({ text: '' });
  expect(getState().draft.text).toBe('');
  getState().replace({ text: 'Another' });
  expect(getState().earlier?.text).toBe('Typed by hand.');
  getState().replace({ text: 'Another', title: 'named' });
  expect(getState().earlier?.text).toBe('Typed by hand.');
  getState().forgetEarlier();
  getState().undo();
  expect(getState().draft.text).toBe('Another');
});

it('gives an emptied text neither title nor chapters', async () => {
  const { getState } = await open();
  getState().replace({ text: 'A file.', title: 'file', chapters: [{ title: 'One', start: 0 }] });
  getState().write('');
  getState().write('Something else.');
  expect(getState().draft).toEqual({ text: 'Something else.', title: '', chapters: [] });
});

it.each([
  ['One. Two. Three.', 'One. And two. Two. Three.', [0, 14, 19], [0, 5, 10]],
  ['One. Two. Three.', 'One. Three.', [0, 5], [0, 5, 10]],
  ['One. Two. Three.', 'One. Two. Three. Four.', [0, 5, 10], [0, 5, 10]],
  ['One. Two.', 'Zero. One. Two.', [6, 11], [0, 5]],
] as const)('moves chapters of %j to %j', (before, after, expected, starts) => {
  const chapters = starts.map((start) => ({ title: before.slice(start, start + 3), start }));
  expect(moveChapters(chapters, before, after).map(({ start }) => start)).toEqual(expected);
});
