import type { PictureSize } from '../../images/picture-size.ts';

/** A size that is wanted. Pixels. */
export interface WantedSize extends PictureSize {
  name: string;
}

export interface BaseLimits {
  /** How many times as large as in its base a picture may be shown. */
  maxEnlargement: number;
  /** How much of a base's area a crop must keep, 0 to 1. */
  minKept: number;
}

/** How a size comes out of a base. */
export interface SizePlan {
  size: WantedSize;
  /** Index of its base. */
  base: number;
  /** From the base's pixels to the size's; above 1 it is made larger. */
  enlargement: number;
  /** Part of the base's area that it shows, 0 to 1. */
  kept: number;
  /** False where the model draws no shape that would be. */
  isWithinLimits: boolean;
}

export interface BasePlan {
  /** What is drawn, in the order in which the sizes need it. */
  bases: PictureSize[];
  /** In the order of the request. */
  sizes: SizePlan[];
}

/**
 * Four times is what the upscaler does. A crop that keeps less than two fifths shows little of what
 * was asked for.
 */
export const DEFAULT_BASE_LIMITS: BaseLimits = { maxEnlargement: 4, minKept: 0.4 };

/**
 * The fewest pictures to draw such that each size is a crop of one of them within the limits; of
 * plans with as few, the one whose crops keep the most. A size that no shape serves within the
 * limits takes the shape that serves it best. `shapes`: what the model draws; not empty.
 *
 * @example
 * const shapes = [
 *   { width: 1024, height: 1024 },
 *   { width: 1280, height: 832 },
 *   { width: 832, height: 1280 },
 * ];
 * const sizes = [
 *   { name: 'banner', width: 1600, height: 900 },
 *   { name: 'card', width: 1200, height: 630 },
 *   { name: 'story', width: 1080, height: 1920 },
 * ];
 * planBases(sizes, shapes).bases; // → [{ width: 1024, height: 1024 }]
 */
export function planBases(
  sizes: readonly WantedSize[],
  shapes: readonly PictureSize[],
  limits: BaseLimits = DEFAULT_BASE_LIMITS,
): BasePlan {
  const options = sizes.map((size) => listOptions(size, shapes, limits));
  for (let count = Math.min(1, sizes.length); count <= shapes.length; count++) {
    const plans = combinations(shapes.length, count)
      .map((chosen) => assign(options, chosen))
      .filter((plan) => plan !== undefined);
    const [best] = plans.sort((a, b) => totalKept(b) - totalKept(a));
    if (best) return renumber(best, shapes);
  }
  return { bases: [], sizes: [] };
}

/** The shapes that may serve a size: those within the limits, else the best one. */
function listOptions(
  size: WantedSize,
  shapes: readonly PictureSize[],
  { maxEnlargement, minKept }: BaseLimits,
): SizePlan[] {
  const all = shapes.map((shape, base): SizePlan => {
    const enlargement = Math.max(size.width / shape.width, size.height / shape.height);
    const kept = (size.width * size.height) / enlargement ** 2 / (shape.width * shape.height);
    const isWithinLimits = enlargement <= maxEnlargement && kept >= minKept;
    return { size, base, enlargement, kept, isWithinLimits };
  });
  const within = all.filter(({ isWithinLimits }) => isWithinLimits);
  if (within.length > 0) return within;
  return all.sort((a, b) => a.enlargement - b.enlargement || b.kept - a.kept).slice(0, 1);
}

/** Every choice of `count` numbers below `total`. */
function combinations(total: number, count: number, from = 0): number[][] {
  if (count === 0) return [[]];
  return Array.from({ length: Math.max(0, total - from) }, (_, index) => from + index).flatMap(
    (first) => combinations(total, count - 1, first + 1).map((rest) => [first, ...rest]),
  );
}

/** Each size on the best of the chosen shapes; `undefined` if one of them has none. */
function assign(
  options: readonly (readonly SizePlan[])[],
  chosen: readonly number[],
): SizePlan[] | undefined {
  const plans = options.map((each) => {
    const [best] = each
      .filter(({ base }) => chosen.includes(base))
      .sort((a, b) => b.kept - a.kept || a.enlargement - b.enlargement);
    return best;
  });
  return plans.every((plan) => plan !== undefined) ? plans : undefined;
}

function totalKept(plans: readonly SizePlan[]): number {
  return plans.reduce((sum, { kept }) => sum + kept, 0);
}

/** Only the bases that are used, in the order in which the sizes need them. */
function renumber(plans: readonly SizePlan[], shapes: readonly PictureSize[]): BasePlan {
  const used = [...new Set(plans.map(({ base }) => base))];
  return {
    bases: used.flatMap((index) => shapes[index] ?? []),
    sizes: plans.map((plan) => ({ ...plan, base: used.indexOf(plan.base) })),
  };
}
