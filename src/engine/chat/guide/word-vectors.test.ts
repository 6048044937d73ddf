import { describe, expect, it } from 'vitest';
import { multiplyVectors, parseWordVectors } from './word-vectors.ts';

/** Two words in three dimensions: fox (2, 0, 0) and dog (0, 4, 0). */
function makeFile(): ArrayBuffer {
  const bytes = new Uint8Array(16 + 8 + 8 + 6);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('TWV1'));
  [3, 2, 7].forEach((value, i) => view.setUint32(4 + 4 * i, value, true));
  bytes.set(new TextEncoder().encode('fox\ndog'), 16);
  [0.02, 0.04].forEach((scale, i) => view.setFloat32(24 + 4 * i, scale, true));
  bytes.set([100, 0, 0, 0, 100, 0], 32);
  return bytes.buffer;
}

describe('parseWordVectors', () => {
  const vectors = parseWordVectors(makeFile());

  it('returns the unit vector of the sum', () => {
    const [x = 0, y = 0] = vectors.embedWords(['fox', 'dog', 'unknown']);
    expect(y / x).toBeCloseTo(2, 5);
    expect(Math.hypot(x, y)).toBeCloseTo(1, 5);
    expect(
      multiplyVectors(vectors.embedWords(['fox']), vectors.embedWords(['fox', 'fox'])),
    ).toBeCloseTo(1, 5);
  });

  it('returns zeros for unknown words', () => {
    expect([...vectors.embedWords(['cat'])]).toEqual([0, 0, 0]);
    expect([...vectors.embedWords([])]).toEqual([0, 0, 0]);
  });

  it('rejects other bytes', () => {
    expect(() => parseWordVectors(new ArrayBuffer(3))).toThrow(RangeError);
    expect(() =>
      parseWordVectors(new TextEncoder().encode('<!doctype html><html>').buffer),
    ).toThrow(RangeError);
    expect(() => parseWordVectors(makeFile().slice(0, -1))).toThrow(RangeError);
  });
});
