import type { PictureSize } from '../../images/picture-size.ts';
import type { KeepImage, VipsImage, VipsModule } from '../vips.ts';

/** Red, green, blue and alpha of each pixel, row by row, not premultiplied. */
export interface Pixels extends PictureSize {
  data: Uint8Array;
}

/** What is laid over a picture, and where; it may stick out. */
export interface Layer {
  image: VipsImage;
  left: number;
  top: number;
}

/** An image of pixels in memory, which are copied. */
export function imageOfPixels(
  vips: VipsModule,
  { data, width, height }: Pixels,
  keep: KeepImage,
): VipsImage {
  const image = keep(vips.Image.newFromMemory(data, width, height, 4, vips.BandFormat.uchar));
  return keep(image.copy({ interpretation: vips.Interpretation.srgb }));
}

/** Lays one image over a part of another; one without an alpha channel stays so. */
export function compositeOver(
  vips: VipsModule,
  below: VipsImage,
  { image, left, top }: Layer,
  keep: KeepImage,
): VipsImage {
  const [x, y] = [Math.max(0, left), Math.max(0, top)];
  const width = Math.min(below.width, left + image.width) - x;
  const height = Math.min(below.height, top + image.height) - y;
  if (width <= 0 || height <= 0) return below;
  const part = keep(below.extractArea(x, y, width, height));
  const over = keep(image.extractArea(x - left, y - top, width, height));
  const mixed = keep(keep(part.composite2(over, vips.BlendMode.over)).cast('uchar'));
  const drawn = below.hasAlpha() ? mixed : keep(mixed.extractBand(0, { n: 3 }));
  return keep(below.insert(drawn, x, y));
}
