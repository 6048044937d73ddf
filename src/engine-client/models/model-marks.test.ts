import { expect, it } from 'vitest';
import { createModelMarks } from './model-marks.ts';

function createStorage() {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
}

it('keeps a mark over a reload, and its news for this visit', () => {
  const storage = createStorage();
  const marks = createModelMarks(storage);
  marks.mark('a/b', 'It was ended.');
  marks.mark('a/b', 'It was ended again.');
  expect(marks.state.getState()).toEqual({
    marked: ['a/b'],
    news: { model: 'a/b', reason: 'It was ended again.' },
  });
  expect(createModelMarks(storage).state.getState()).toEqual({ marked: ['a/b'], news: null });
});

it('forgets the mark of a model that is tried again, and only that', () => {
  const storage = createStorage();
  const marks = createModelMarks(storage);
  marks.mark('a/b', 'It was ended.');
  marks.mark('c/d', 'It was ended.');
  marks.clear('c/d');
  expect(marks.state.getState()).toEqual({ marked: ['a/b'], news: null });
  expect(createModelMarks(storage).state.getState().marked).toEqual(['a/b']);
});

it('works where nothing can be kept', () => {
  const deny = () => {
    throw new Error('denied');
  };
  const marks = createModelMarks({ getItem: deny, setItem: deny });
  marks.mark('a/b', 'It was ended.');
  expect(marks.state.getState().marked).toEqual(['a/b']);
});
