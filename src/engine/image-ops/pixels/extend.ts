import type { PictureSize } from '../../images/picture-size.ts';
import type { KeepImage, VipsImage, VipsModule } from '../vips.ts';
import { makeRoomFor, type Colour } from './with-alpha.ts';

/** Where a picture lies in a larger one. Pixels. */
export interface Placement extends PictureSize {
  left: number;
  top: number;
}

/** Puts a picture on a canvas of a colour. */
export function extend(
  vips: VipsModule,
  picture: VipsImage,
  { left, top, width, height }: Placement,
  colour: Colour,
  keep: KeepImage,
): VipsImage {
  if (picture.width === width && picture.height === height) return picture;
  const { image, background } = makeRoomFor(picture, colour, keep);
  const options = { extend: vips.Extend.background, background };
  return keep(image.embed(left, top, width, height, options));
}
