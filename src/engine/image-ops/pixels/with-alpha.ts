import type { KeepImage, VipsImage } from '../vips.ts';

/**
 * Changes an image by something that mixes neighbouring pixels, so that the colours of transparent
 * ones do not bleed into the others.
 */
export function mixPixels(
  image: VipsImage,
  mix: (premultiplied: VipsImage) => VipsImage,
  keep: KeepImage,
): VipsImage {
  if (!image.hasAlpha()) return keep(mix(image));
  const mixed = keep(mix(keep(image.premultiply())));
  return keep(keep(mixed.unpremultiply()).cast('uchar'));
}

/** The image with an alpha channel, so that it can hold a colour that is not opaque. */
export function makeRoomFor(
  image: VipsImage,
  colour: Colour,
  keep: KeepImage,
): { image: VipsImage; background: number[] } {
  const roomy = colour[3] === 255 || image.hasAlpha() ? image : keep(image.addalpha());
  return { image: roomy, background: roomy.hasAlpha() ? [...colour] : colour.slice(0, 3) };
}

/** Red, green, blue and alpha, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number, alpha: number];
