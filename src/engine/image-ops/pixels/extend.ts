import type { KeepImage, VipsImage, VipsModule } from '../vips.ts';

/** Where a picture lies in a larger one. Pixels. */
export interface Placement {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Puts a picture on a canvas of a colour: red, green, blue, alpha. */
export function extend(
  vips: VipsModule,
  image: VipsImage,
  { left, top, width, height }: Placement,
  colour: readonly [number, number, number, number],
  keep: KeepImage,
): VipsImage {
  if (image.width === width && image.height === height) return image;
  const isOpaque = colour[3] === 255;
  const source = isOpaque || image.hasAlpha() ? image : keep(image.addalpha());
  const background = source.hasAlpha() ? [...colour] : colour.slice(0, 3);
  const options = { extend: vips.Extend.background, background };
  return keep(source.embed(left, top, width, height, options));
}
