import { describe, expect, it } from 'vitest';
import { FITTED, moveBy, zoomAt } from './view-transform.ts';

describe('zoomAt', () => {
  it('keeps the point under the cursor in place', () => {
    const before = { scale: 2, x: 10, y: -20 };
    const after = zoomAt(before, 1.5, 40, 30);
    const at = (view: typeof before) => [(40 - view.x) / view.scale, (30 - view.y) / view.scale];
    expect(at(after)).toEqual(at(before));
    expect(after.scale).toBe(3);
  });

  it('zooms out no further than the whole picture', () => {
    expect(zoomAt({ scale: 2, x: 50, y: 50 }, 0.1)).toEqual(FITTED);
    expect(zoomAt(FITTED, 1000).scale).toBe(16);
  });
});

it('keeps the picture in its frame', () => {
  expect(moveBy({ scale: 3, x: 0, y: 0 }, 1000, -1000, { width: 200, height: 100 })).toEqual({
    scale: 3,
    x: 200,
    y: -100,
  });
  expect(moveBy(FITTED, 10, 10, { width: 200, height: 100 })).toEqual({ scale: 1, x: 0, y: 0 });
});
