import { describe, expect, it } from 'vitest';
import type { PictureSize } from '../../images/picture-size.ts';
import { DEFAULT_BASE_LIMITS, planBases, type WantedSize } from './plan-bases.ts';

const SHAPES = [
  { width: 1024, height: 1024 },
  { width: 1216, height: 832 },
  { width: 832, height: 1216 },
  { width: 1344, height: 768 },
  { width: 768, height: 1344 },
];

const wanted = (...sizes: [number, number][]): WantedSize[] =>
  sizes.map(([width, height]) => ({ name: `${width}x${height}`, width, height }));

describe('the bases of a batch', () => {
  it('are two for four sizes of three shapes', () => {
    const sizes = wanted([1600, 400], [1200, 630], [400, 400], [300, 600]);
    const plan = planBases(sizes, SHAPES);
    expect(plan.bases).toHaveLength(2);
    expect(plan.sizes.map(({ size }) => size)).toEqual(sizes);
    expect(plan.sizes.every(({ isWithinLimits }) => isWithinLimits)).toBe(true);
  });

  it('is one where the model draws only one', () => {
    const plan = planBases(wanted([1600, 400], [300, 600]), [{ width: 256, height: 256 }]);
    expect(plan.bases).toEqual([{ width: 256, height: 256 }]);
    const [banner, sidebar] = plan.sizes;
    expect(banner).toMatchObject({ base: 0, enlargement: 6.25, kept: 0.25, isWithinLimits: false });
    expect(sidebar).toMatchObject({ kept: 0.5, isWithinLimits: true });
  });

  it('is one for sizes of one shape, and none for none', () => {
    expect(planBases(wanted([800, 800], [100, 100], [1080, 1080]), SHAPES).bases).toEqual([
      { width: 1024, height: 1024 },
    ]);
    expect(planBases([], SHAPES)).toEqual({ bases: [], sizes: [] });
  });

  it('are never more than needed, and every size is within the limits if it can be', () => {
    let seed = 5;
    const random = (most: number) => {
      seed = (seed * 16807) % 2147483647;
      return 1 + (seed % most);
    };
    for (let round = 0; round < 400; round++) {
      const sizes = wanted(
        ...Array.from({ length: random(5) }, (): [number, number] => [random(3000), random(3000)]),
      );
      const shapes = SHAPES.slice(0, random(SHAPES.length));
      const plan = planBases(sizes, shapes);
      expect(plan.bases.length, JSON.stringify(sizes)).toBe(fewest(sizes, shapes));
      for (const { size, base, enlargement, isWithinLimits } of plan.sizes) {
        const shape = plan.bases[base] as PictureSize;
        expect(enlargement * shape.width).toBeGreaterThanOrEqual(size.width - 1e-6);
        expect(enlargement * shape.height).toBeGreaterThanOrEqual(size.height - 1e-6);
        expect(isWithinLimits).toBe(shapes.some((each) => serves(each, size)));
      }
    }
  });
});

function serves(shape: PictureSize, size: PictureSize): boolean {
  const scale = Math.max(size.width / shape.width, size.height / shape.height);
  const kept = (size.width * size.height) / (shape.width * shape.height * scale * scale);
  return scale <= DEFAULT_BASE_LIMITS.maxEnlargement && kept >= DEFAULT_BASE_LIMITS.minKept;
}

/** Tries every shape for every size. A size that no shape serves takes the least enlargement. */
function fewest(sizes: readonly WantedSize[], shapes: readonly PictureSize[]): number {
  const scaleOf = (shape: PictureSize, size: PictureSize) =>
    Math.max(size.width / shape.width, size.height / shape.height);
  const place = (index: number, used: ReadonlySet<PictureSize>): number => {
    const size = sizes[index];
    if (!size) return used.size;
    const possible = shapes.filter((shape) => serves(shape, size));
    const least = Math.min(...shapes.map((shape) => scaleOf(shape, size)));
    const last = shapes.filter((shape) => scaleOf(shape, size) === least);
    return Math.min(
      ...(possible.length > 0 ? possible : last).map((shape) =>
        place(index + 1, new Set([...used, shape])),
      ),
    );
  };
  return place(0, new Set());
}
