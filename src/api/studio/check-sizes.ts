import { EngineError } from '../../engine/errors.ts';
import { FAMILIES } from '../../engine/image-ops/derivatives/families.ts';
import type { WireBatchRequest } from './studio-schema.ts';

/** Of all pictures of one request together: four of 4096 × 4096. */
const MAX_PIXELS = 2 ** 26;

/** A request of a few bytes must not cost gigabytes. Throws `limit_exceeded`. */
export function checkSizes(sizes: readonly { width: number; height?: number | undefined }[]): void {
  const pixels = sizes.reduce((sum, { width, height = width }) => sum + width * height, 0);
  if (pixels > MAX_PIXELS)
    throw new EngineError(
      'limit_exceeded',
      `The sizes have ${Math.round(pixels / 1e6)} megapixels together; the limit is ${Math.round(MAX_PIXELS / 1e6)}. Ask for fewer or smaller ones.`,
      { details: { param: 'sizes', pixels, maxPixels: MAX_PIXELS } },
    );
}

/** How many pictures a request asks for; a family is as many as it has sizes. */
export function countSizes(sizes: WireBatchRequest['sizes']): number {
  return sizes.reduce(
    (sum, size) => sum + (typeof size === 'string' ? FAMILIES[size].length : 1),
    0,
  );
}
