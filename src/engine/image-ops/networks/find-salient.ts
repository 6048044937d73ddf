import { throwIfAborted } from '../../errors.ts';
import { SALIENCY_MODEL } from '../../models/catalog.ts';
import type { OperationTools } from '../operation.ts';
import type { VipsImage } from '../vips.ts';
import { stretchTo } from '../pixels/stretch-to.ts';
import { readRgb, toPlanes } from './read-planes.ts';

/** The network's input is a square of this side, in pixels, whatever the picture's shape. */
export const MASK_SIDE = 320;
const OUTPUT = '1959';
/** Of ImageNet's pictures, in the order red, green, blue. */
const MEAN = [0.485, 0.456, 0.406];
const DEVIATION = [0.229, 0.224, 0.225];
/** Where the network is nowhere surer than this, nothing in the picture stands out. */
const MIN_CERTAINTY = 0.5;

/**
 * How much each place of a picture belongs to the main thing in it, 0 to 1, `MASK_SIDE` rows of
 * `MASK_SIDE`, stretched to the picture; `undefined` where nothing stands out. One run of the
 * network.
 */
export async function findSalient(
  image: VipsImage,
  { keep, openNetwork, signal }: Pick<OperationTools, 'keep' | 'openNetwork' | 'signal'>,
): Promise<Float32Array | undefined> {
  const network = await openNetwork(SALIENCY_MODEL);
  throwIfAborted(signal);
  const square = { width: MASK_SIDE, height: MASK_SIDE };
  const pixels = readRgb(stretchTo(image, square, keep), keep);
  const brightest = Math.max(1, largestOf(pixels));
  const values = toPlanes(
    pixels,
    'rgb',
    (value, band) => (value / brightest - (MEAN[band] ?? 0)) / (DEVIATION[band] ?? 1),
  );
  const outputs = await network.run({ 'input.1': { values, dims: [1, 3, MASK_SIDE, MASK_SIDE] } });
  return stretch(outputs[OUTPUT]?.values ?? new Float32Array());
}

function stretch(raw: Float32Array): Float32Array | undefined {
  const most = largestOf(raw);
  if (most < MIN_CERTAINTY) return undefined;
  const least = raw.reduce((least, value) => Math.min(least, value), Infinity);
  return raw.map((value) => (value - least) / (most - least));
}

function largestOf(values: Float32Array | Uint8Array): number {
  let most = -Infinity;
  for (const value of values) if (value > most) most = value;
  return most;
}
