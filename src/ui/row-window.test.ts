import { expect, it } from 'vitest';
import { findWindow } from './row-window.ts';

const list = { total: 10_000, columns: 1, pitch: 40, top: 0, height: 800 };

it('mounts what is in sight and a little more, and keeps the room of the rest', () => {
  expect(findWindow(list)).toEqual({ from: 0, to: 40, before: 0, after: 9_960 * 40 });
  const middle = findWindow({ ...list, top: -200_000 });
  expect(middle).toEqual({ from: 4_980, to: 5_040, before: 4_980 * 40, after: 4_960 * 40 });
});

it('mounts nothing of a list far above or below, and says how high it is', () => {
  expect(findWindow({ ...list, top: -1e6 })).toMatchObject({ from: 10_000, to: 10_000, after: 0 });
  expect(findWindow({ ...list, top: 1e6 })).toEqual({ from: 0, to: 0, before: 0, after: 400_000 });
});

it('counts rows of a grid, the last of which may not be full', () => {
  const grid = { ...list, total: 101, columns: 5, pitch: 100, height: 400 };
  expect(findWindow(grid)).toEqual({ from: 0, to: 60, before: 0, after: 900 });
  expect(findWindow({ ...grid, top: -2000 })).toEqual({
    from: 60,
    to: 101,
    before: 1200,
    after: 0,
  });
});
