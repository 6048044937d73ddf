import type { OperationTools } from '../operation.ts';
import { shrinkTo, stretchTo } from '../pixels/stretch-to.ts';
import type { VipsImage } from '../vips.ts';

/** Pixels of the longest side at which colours nearby are mixed. */
const MIX_SIDE = 1024;
/** Of the longest side: from how far around a pixel its own colours are taken. */
const REACH = 1 / 150;
/** So that nothing is divided by nothing, where there is no subject or no background nearby. */
const LEAST = 1e-3;

/**
 * The subject's own colours where its edges are mixed with the background, so that no fringe is
 * left when it lies on another one. `image`: three bands; `alpha`: one of 0 to 255.
 *
 * M. Forte, "Approximate Fast Foreground Colour Estimation", 2021.
 */
export function cleanColours(
  image: VipsImage,
  alpha: VipsImage,
  { vips, keep }: Pick<OperationTools, 'vips' | 'keep'>,
): VipsImage {
  const opacity = keep(alpha.linear(1 / 255, 0));
  const rest = keep(opacity.linear(-1, 1));
  const small = shrinkTo(image, MIX_SIDE, keep);
  const sigma = Math.max(1, REACH * Math.max(small.width, small.height));
  const nearby = (weight: VipsImage) => {
    const smallWeight = shrinkTo(weight, MIX_SIDE, keep);
    const colours = keep(keep(small.multiply(smallWeight)).gaussblur(sigma));
    const weights = keep(keep(smallWeight.gaussblur(sigma)).linear(1, LEAST));
    return stretchTo(keep(keep(colours.divide(weights)).copyMemory()), image, keep);
  };
  const subject = nearby(opacity);
  const mixed = keep(keep(subject.multiply(opacity)).add(keep(nearby(rest).multiply(rest))));
  const missing = keep(keep(image.subtract(mixed)).multiply(opacity));
  return keep(keep(subject.add(missing)).cast(vips.BandFormat.uchar));
}
