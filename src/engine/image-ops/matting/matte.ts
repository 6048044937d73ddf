import { findSalient, MASK_SIDE } from '../networks/find-salient.ts';
import type { OperationTools } from '../operation.ts';
import { shrinkTo, stretchTo } from '../pixels/stretch-to.ts';
import type { VipsImage } from '../vips.ts';
import { fitGuidedFilter } from './guided-filter.ts';

type MatteTools = Pick<OperationTools, 'vips' | 'keep' | 'openNetwork' | 'signal'>;

/** Pixels a side at which edges are fitted; the model is applied to the picture at its own size. */
const FIT_SIDE = 1024;
/** Of the longest side: as far as the network's mask may miss an edge. */
const RADIUS = 1 / 100;
const SMOOTHING = 1e-4;
/** What the filter leaves of the background, and of holes in the subject, is cleared away. */
const FLOOR = 0.1;
const CEILING = 0.9;

/**
 * How opaque each pixel of the main thing in a picture is, 0 to 255, one band of the picture's
 * size; `undefined` where nothing stands out.
 */
export async function makeMatte(
  image: VipsImage,
  tools: MatteTools,
): Promise<VipsImage | undefined> {
  const found = await findSalient(image, tools);
  if (!found) return undefined;
  const { vips, keep } = tools;
  const mask = planeToImage(found, MASK_SIDE, MASK_SIDE, tools);
  const opaque = image.hasAlpha() ? keep(image.extractBand(0, { n: image.bands - 1 })) : image;
  // One band of 0 to 1.
  const guide = keep(keep(opaque.colourspace(vips.Interpretation.b_w)).linear(1 / 255, 0));
  const small = shrinkTo(guide, FIT_SIDE, keep);
  const model = fitGuidedFilter(
    { values: readPlane(small, tools), width: small.width, height: small.height },
    readPlane(stretchTo(mask, small, keep), tools),
    Math.max(1, Math.round(RADIUS * Math.max(small.width, small.height))),
    SMOOTHING,
  );
  const [slope, offset] = [model.slope, model.offset].map((plane) =>
    stretchTo(planeToImage(plane, model.width, model.height, tools), image, keep),
  );
  if (!slope || !offset) return undefined;
  const alpha = keep(keep(guide.multiply(slope)).add(offset));
  const steep = 255 / (CEILING - FLOOR);
  return keep(keep(alpha.linear(steep, -steep * FLOOR)).cast(vips.BandFormat.uchar));
}

function planeToImage(
  values: Float32Array,
  width: number,
  height: number,
  { vips, keep }: MatteTools,
): VipsImage {
  const bytes = new Float32Array(values);
  return keep(vips.Image.newFromMemory(bytes, width, height, 1, vips.BandFormat.float));
}

function readPlane(image: VipsImage, { vips, keep }: MatteTools): Float32Array {
  return keep(image.cast(vips.BandFormat.float)).writeToMemory() as Float32Array;
}
