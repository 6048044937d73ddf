import { expect, it } from 'vitest';
import { blurBox, fitGuidedFilter } from './guided-filter.ts';

it('a box is the mean of what of it lies inside the picture', () => {
  const values = Float32Array.from({ length: 35 }, (_, index) => (index * 37) % 11);
  const [width, height] = [7, 5];
  for (const radius of [0, 1, 2, 9]) {
    const blurred = blurBox({ values, width, height }, radius);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        let [sum, count] = [0, 0];
        for (let row = Math.max(0, y - radius); row <= Math.min(height - 1, y + radius); row++)
          for (let at = Math.max(0, x - radius); at <= Math.min(width - 1, x + radius); at++) {
            sum += values[row * width + at] ?? NaN;
            count++;
          }
        expect(blurred[y * width + x]).toBeCloseTo(sum / count, 4);
      }
  }
});

it('a mask that misses an edge by some pixels is moved onto it', () => {
  const [width, height] = [64, 32];
  const values = Float32Array.from({ length: width * height }, (_, at) =>
    at % width < 30 ? 0.2 : 0.8,
  );
  const mask = Float32Array.from(values, (_, at) => (at % width < 32 ? 0 : 1));
  const { slope, offset } = fitGuidedFilter({ values, width, height }, mask, 8, 1e-4);
  const at = (x: number) => {
    const index = 16 * width + x;
    return (slope[index] ?? NaN) * (values[index] ?? NaN) + (offset[index] ?? NaN);
  };
  expect(at(29)).toBeLessThan(0.15);
  expect(at(31)).toBeGreaterThan(0.5);
  expect(at(5)).toBeCloseTo(0, 2);
  expect(at(60)).toBeCloseTo(1, 2);
});
