import type { PictureSize } from '../../images/picture-size.ts';
import type { KeepImage, VipsImage } from '../vips.ts';

/** The image at exactly this size, smoothly and quickly: for masks and what networks see. */
export function stretchTo(
  image: VipsImage,
  { width, height }: PictureSize,
  keep: KeepImage,
): VipsImage {
  if (image.width === width && image.height === height) return image;
  const scale = { vscale: height / image.height, kernel: 'linear' };
  return keep(image.resize(width / image.width, scale));
}

/** The image, made smaller where its longest side is longer than this. */
export function shrinkTo(image: VipsImage, longestSide: number, keep: KeepImage): VipsImage {
  const scale = longestSide / Math.max(image.width, image.height);
  return scale < 1 ? keep(image.resize(scale, { kernel: 'linear' })) : image;
}
