import { EngineError } from '../../../engine/errors.ts';
import type { MaskImage, PixelImage } from '../../../engine/images/pixel-image.ts';

/**
 * Where a picture is to be redrawn: where the mask is transparent, as OpenAI has it; where it is
 * bright, if no part of it is. Throws `invalid_request` if the sizes differ.
 */
export function readMask(mask: PixelImage, image: PixelImage): MaskImage {
  const { width, height } = mask;
  if (width !== image.width || height !== image.height)
    throw new EngineError(
      'invalid_request',
      `mask: It has ${width} × ${height} pixels, but the picture has ${image.width} × ${image.height}. Make them the same.`,
      { details: { param: 'mask' } },
    );
  const pixels = Array.from({ length: width * height }, (_, index) => 4 * index);
  const isOpaque = pixels.every((at) => mask.data[at + 3] === 255);
  const data = Uint8ClampedArray.from(pixels, (at) =>
    isOpaque ? brightness(mask.data, at) : 255 - (mask.data[at + 3] ?? 255),
  );
  return { width, height, data };
}

function brightness(data: Uint8ClampedArray, at: number): number {
  return Math.max(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
}
