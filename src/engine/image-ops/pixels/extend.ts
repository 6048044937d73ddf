import type { Box } from './box.ts';
import type { KeepImage, VipsImage, VipsModule } from '../vips.ts';
import { makeRoomFor, type Colour } from './with-alpha.ts';

/** Puts a picture on a canvas of a colour. */
export function extend(
  vips: VipsModule,
  picture: VipsImage,
  { left, top, width, height }: Box,
  colour: Colour,
  keep: KeepImage,
): VipsImage {
  if (picture.width === width && picture.height === height) return picture;
  const { image, background } = makeRoomFor(picture, colour, keep);
  const options = { extend: vips.Extend.background, background };
  return keep(image.embed(left, top, width, height, options));
}
