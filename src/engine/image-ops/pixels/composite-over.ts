import type { KeepImage, VipsImage, VipsModule } from '../vips.ts';
import type { Placement } from './extend.ts';

/** Pixels of a part of a picture: red, green, blue and alpha, not premultiplied. */
export interface Patch extends Placement {
  data: Uint8Array;
}

/** Lays pixels over a part of an image; one without an alpha channel stays so. */
export function compositeOver(
  vips: VipsModule,
  image: VipsImage,
  { data, left, top, width, height }: Patch,
  keep: KeepImage,
): VipsImage {
  const pixels = vips.Image.newFromMemory(data, width, height, 4, vips.BandFormat.uchar);
  const patch = keep(keep(pixels).copy({ interpretation: vips.Interpretation.srgb }));
  const below = keep(image.extractArea(left, top, width, height));
  const mixed = keep(keep(below.composite2(patch, vips.BlendMode.over)).cast('uchar'));
  const part = image.hasAlpha() ? mixed : keep(mixed.extractBand(0, { n: 3 }));
  return keep(image.insert(part, left, top));
}
