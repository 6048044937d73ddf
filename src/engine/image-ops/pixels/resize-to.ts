import type { KeepImage, VipsImage } from '../vips.ts';

/**
 * Exactly so large. Colours of transparent pixels do not bleed into their neighbours.
 */
export function resizeTo(
  image: VipsImage,
  { width, height }: { width: number; height: number },
  kernel: string,
  keep: KeepImage,
): VipsImage {
  if (image.width === width && image.height === height) return image;
  const scale = (picture: VipsImage) =>
    keep(picture.resize(width / picture.width, { vscale: height / picture.height, kernel }));
  if (!image.hasAlpha()) return scale(image);
  const scaled = scale(keep(image.premultiply()));
  return keep(keep(scaled.unpremultiply()).cast('uchar'));
}
