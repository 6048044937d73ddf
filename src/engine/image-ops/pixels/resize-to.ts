import type { PictureSize } from '../../images/picture-size.ts';
import type { KeepImage, VipsImage } from '../vips.ts';
import { mixPixels } from './with-alpha.ts';

/** The image at exactly this size. */
export function resizeTo(
  image: VipsImage,
  { width, height }: PictureSize,
  kernel: string,
  keep: KeepImage,
): VipsImage {
  if (image.width === width && image.height === height) return image;
  const scale = { vscale: height / image.height, kernel };
  return mixPixels(image, (mixed) => mixed.resize(width / image.width, scale), keep);
}
