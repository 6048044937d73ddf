import { expect, it } from 'vitest';
import { closeGap, findGap, findOrigin, insertPiece, piecesFrom, shareOf } from './stretches.ts';

const span = (follows: number, end: number) => ({ follows, end });
/** Two pieces, a gap of ten, two pieces, and an end that is not spoken. */
const pieces = [span(0, 10), span(10, 20), span(30, 40), span(40, 50)];

it('plays from a place up to the first gap', () => {
  expect(piecesFrom(pieces, 0)).toEqual(pieces.slice(0, 2));
  expect(piecesFrom(pieces, 10)).toEqual([span(10, 20)]);
  expect(piecesFrom(pieces, 30)).toEqual(pieces.slice(2));
  expect(piecesFrom(pieces, 20), 'nothing is there yet').toEqual([]);
  expect(piecesFrom([], 0)).toEqual([]);
});

it('finds where the sound containing a place begins', () => {
  expect([0, 15, 19].map((offset) => findOrigin(pieces, offset))).toEqual([0, 0, 0]);
  expect([30, 45].map((offset) => findOrigin(pieces, offset))).toEqual([30, 30]);
  expect([20, 29, 50, 99].map((offset) => findOrigin(pieces, offset))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

it('finds what is unspoken from a place on', () => {
  expect(findGap(pieces, 60, 0)).toEqual({ start: 20, end: 30 });
  expect(findGap(pieces, 60, 25)).toEqual({ start: 25, end: 30 });
  expect(findGap(pieces, 60, 35)).toEqual({ start: 50, end: 60 });
  expect(findGap(pieces, 50, 35)).toBeUndefined();
  expect(findGap([], 5, 0)).toEqual({ start: 0, end: 5 });
  expect(shareOf(pieces, 80)).toBe(0.5);
});

it('fills a gap from its start until the sound is whole', () => {
  const filled = insertPiece(pieces, span(20, 26));
  expect(piecesFrom(filled, 0)).toHaveLength(3);
  const { pieces: closed, changed } = closeGap(filled, { start: 20, end: 30 });
  expect(changed).toEqual(span(20, 30));
  expect(piecesFrom(closed, 0)).toHaveLength(5);
});

it('closes a gap with nothing to say', () => {
  expect(closeGap(pieces, { start: 20, end: 30 }).changed).toEqual(span(10, 30));
  expect(closeGap([span(30, 40)], { start: 0, end: 30 }).changed).toEqual(span(0, 40));
  expect(closeGap([], { start: 0, end: 30 })).toEqual({ pieces: [] });
});
