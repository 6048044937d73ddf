import { throwIfAborted } from '../../errors.ts';
import { MODERATION_MODEL } from '../../models/catalog.ts';
import type { OperationTools } from '../operation.ts';
import type { VipsImage } from '../vips.ts';
import { stretchTo } from '../pixels/stretch-to.ts';
import { readRgb } from './read-planes.ts';

/** In the order of the network's output. */
export const CONTENT_CLASSES = ['drawing', 'hentai', 'neutral', 'porn', 'sexy'] as const;
export type ContentClass = (typeof CONTENT_CLASSES)[number];

/** How likely each class is; together 1. */
export type ContentProbabilities = Readonly<Record<ContentClass, number>>;

/** The network's input is a square of this side, in pixels, whatever the picture's shape. */
const SIDE = 224;

/** What a picture shows. One run of the network. */
export async function classify(
  image: VipsImage,
  { keep, openNetwork, signal }: Pick<OperationTools, 'keep' | 'openNetwork' | 'signal'>,
): Promise<ContentProbabilities> {
  const network = await openNetwork(MODERATION_MODEL);
  throwIfAborted(signal);
  const square = { width: SIDE, height: SIDE };
  const pixels = readRgb(stretchTo(image, square, keep), keep);
  const values = Float32Array.from(pixels, (value) => value / 255);
  const { probs } = await network.run({ input: { values, dims: [1, SIDE, SIDE, 3] } });
  return Object.fromEntries(
    CONTENT_CLASSES.map((name, index) => [name, probs?.values[index] ?? 0]),
  ) as Record<ContentClass, number>;
}
