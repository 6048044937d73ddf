import { expect, it } from 'vitest';
import type { PixelImage } from './pixel-image.ts';
import { coverMask, coverPixels, resizePixels } from './resize.ts';

const grey = (
  width: number,
  height: number,
  valueAt: (x: number, y: number) => number,
): PixelImage => ({
  width,
  height,
  data: Uint8ClampedArray.from({ length: width * height * 4 }, (_, index) => {
    const pixel = index >> 2;
    return index % 4 === 3 ? 255 : valueAt(pixel % width, Math.floor(pixel / width));
  }),
});
const reds = ({ data }: PixelImage) => [...data].filter((_, index) => index % 4 === 0);

it('keeps flat pictures flat and ramps linear', () => {
  expect(
    new Set(
      reds(
        resizePixels(
          grey(7, 5, () => 90),
          16,
          3,
        ),
      ),
    ),
  ).toEqual(new Set([90]));
  const ramp = reds(
    resizePixels(
      grey(64, 1, (x) => x * 4),
      16,
      1,
    ),
  );
  expect(ramp.every((value, index) => index === 0 || value > (ramp[index - 1] ?? 0))).toBe(true);
  expect(ramp[8]).toBeGreaterThan(120);
  expect(ramp[8]).toBeLessThan(145);
});

it('averages when shrinking, so that nothing flickers', () => {
  const checker = grey(64, 64, (x, y) => ((x + y) % 2) * 255);
  expect(reds(resizePixels(checker, 8, 8)).every((value) => Math.abs(value - 127.5) < 3)).toBe(
    true,
  );
});

it('fills a frame from the middle', () => {
  const covered = coverPixels(
    grey(30, 10, (x) => (x >= 10 && x < 20 ? 200 : 0)),
    10,
    10,
  );
  expect([covered.width, covered.height]).toEqual([10, 10]);
  expect(new Set(reds(covered))).toEqual(new Set([200]));
  const mask = { width: 4, height: 2, data: Uint8ClampedArray.of(0, 255, 255, 0, 0, 255, 255, 0) };
  expect([...coverMask(mask, 2, 2).data]).toEqual([255, 255, 255, 255]);
});
