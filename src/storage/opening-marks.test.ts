import { expect, it } from 'vitest';
import { createOpeningMarks } from './opening-marks.ts';

function open() {
  const rows = new Map<string, string>();
  let time = 1_000_000;
  const storage = {
    getItem: (key: string) => rows.get(key) ?? null,
    setItem: (key: string, value: string) => void rows.set(key, value),
    removeItem: (key: string) => void rows.delete(key),
  };
  return {
    rows,
    marks: createOpeningMarks(storage, () => time),
    wait: (ms: number) => (time += ms),
  };
}

it('knows a conversation that was never seen through', () => {
  const { marks, wait } = open();
  expect(marks.begin('a')).toBe(false);
  // Another tab, at the same moment.
  expect(marks.begin('a')).toBe(false);
  wait(5_000);
  expect(marks.begin('a')).toBe(true);
  expect(marks.begin('b')).toBe(false);
  marks.forget('a');
  expect(marks.begin('a')).toBe(false);
});

it('leaves nothing of one that went well', () => {
  const { marks, rows, wait } = open();
  marks.begin('a');
  marks.end('a');
  expect(rows.size).toBe(0);
  wait(5_000);
  expect(marks.begin('a')).toBe(false);
});

it('keeps a break that was noted until someone tries again', () => {
  const { marks } = open();
  marks.begin('a');
  marks.noteBreak('a');
  marks.end('a');
  expect(marks.begin('a')).toBe(true);
  marks.forget('a');
  expect(marks.begin('a')).toBe(false);
});

it.each([undefined, { getItem: () => 'nonsense', setItem: refuse, removeItem: () => undefined }])(
  'does nothing where nothing can be kept',
  (storage) => {
    expect(createOpeningMarks(storage).begin('a')).toBe(false);
  },
);

function refuse(): never {
  throw new Error('full');
}
