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
    failed: {},
    news: { model: 'a/b', reason: 'It was ended again.' },
  });
  expect(createModelMarks(storage).state.getState()).toMatchObject({ marked: ['a/b'], news: null });
});

it('forgets the mark of a model that is tried again, and only that', () => {
  const storage = createStorage();
  const marks = createModelMarks(storage);
  marks.mark('a/b', 'It was ended.');
  marks.mark('c/d', 'It was ended.');
  marks.clear('c/d');
  expect(marks.state.getState()).toMatchObject({ marked: ['a/b'], news: null });
  expect(createModelMarks(storage).state.getState().marked).toEqual(['a/b']);
});

it('keeps that a model failed, until it has done its work', () => {
  const storage = createStorage();
  const marks = createModelMarks(storage);
  marks.noteFailure('a/b', 'internal');
  marks.noteFailure('a/b', 'out_of_memory');
  marks.noteFailure('c/d', 'device_lost');
  const { failed } = createModelMarks(storage).state.getState();
  expect(failed['a/b']?.code).toBe('out_of_memory');
  expect(Date.now() - (failed['a/b']?.at ?? 0)).toBeLessThan(10_000);
  marks.clear('a/b');
  expect(Object.keys(createModelMarks(storage).state.getState().failed)).toEqual(['c/d']);
});

it.each(['nonsense', 'null', '[]', '{"a/b":null,"c/d":{"code":1}}'])(
  'reads no failure in %s',
  (text) => {
    const storage = createStorage();
    storage.setItem('triptych.model-failures', text);
    expect(createModelMarks(storage).state.getState().failed).toEqual({});
  },
);

it('works where nothing can be kept', () => {
  const deny = () => {
    throw new Error('denied');
  };
  const marks = createModelMarks({ getItem: deny, setItem: deny });
  marks.mark('a/b', 'It was ended.');
  expect(marks.state.getState().marked).toEqual(['a/b']);
});
