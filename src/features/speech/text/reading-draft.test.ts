import { expect, it } from 'vitest';
import { createDraftStorage } from '../../../storage/drafts.ts';
import { createReadingDraftStorage } from '../../../storage/reading-drafts.ts';
import { createReadingDraft, moveChapters } from './reading-draft.ts';

function createMemory(entries: Record<string, string> = {}) {
  const kept = new Map(Object.entries(entries));
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}
const open = (memory = createMemory()) =>
  createReadingDraft(createReadingDraftStorage(createDraftStorage(memory)));

it('replaces the typed text and restores it, also after a reload', () => {
  const memory = createMemory();
  open(memory).getState().write('Typed by hand.');
  const chapters = [{ title: 'One', start: 0 }];
  open(memory).getState().replace({ text: 'From a file.', title: 'file', chapters });
  const store = open(memory);
  expect(store.getState().draft).toEqual({ text: 'From a file.', title: 'file', chapters });
  store.getState().undo();
  expect(store.getState().draft).toEqual({ text: 'Typed by hand.', title: '', chapters: [] });
  store.getState().undo();
  expect(store.getState().draft, 'and the other way round').toMatchObject({
    text: 'From a file.',
    chapters,
  });
});

it('keeps the earlier text if an empty or identical one follows', () => {
  const { getState } = open();
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

it("reads an earlier version's draft, and survives damage", () => {
  const memory = createMemory({
    'triptych.draft.speech': 'Old text.',
    'triptych.draft.speech-details': '{"chapters":5,',
  });
  expect(open(memory).getState()).toMatchObject({
    draft: { text: 'Old text.', title: '', chapters: [] },
    earlier: null,
  });
});

it('gives an emptied text neither title nor chapters', () => {
  const { getState } = open();
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
