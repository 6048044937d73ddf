import type { PictureSize } from '../../../images/picture-size.ts';
import type { NetworkTensor } from '../../networks/open-network.ts';
import { toPlanes } from '../../networks/read-planes.ts';
import { resizeTo } from '../../pixels/resize-to.ts';
import { openImageScope, type VipsImage } from '../../vips.ts';

/** Half of 0 to 255: the networks count from -1 to 1. */
const HALF_RANGE = 127.5;
const CHANNELS = 3;

/** A picture as RivaGAN takes it: f32 [1, 3, 1, height, width], BGR, -1 to 1; on white. */
export function toTensor(image: VipsImage, size: PictureSize): NetworkTensor {
  const { keep, free } = openImageScope();
  try {
    const opaque = image.hasAlpha() ? keep(image.flatten({ background: [255, 255, 255] })) : image;
    const pixels = resizeTo(opaque, size, 'lanczos3', keep).writeToMemory() as Uint8Array;
    const values = toPlanes(pixels, 'bgr', (value) => value / HALF_RANGE - 1);
    return { values, dims: [1, CHANNELS, 1, size.height, size.width] };
  } finally {
    free();
  }
}

/** What a tensor has more than another: RGB, pixel by pixel, in steps of 0 to 255. */
export function differenceInSteps(after: NetworkTensor, before: NetworkTensor): Float32Array {
  const area = before.values.length / CHANNELS;
  const difference = new Float32Array(before.values.length);
  for (let at = 0; at < area; at++)
    for (let band = 0; band < CHANNELS; band++) {
      const from = (CHANNELS - 1 - band) * area + at;
      difference[CHANNELS * at + band] =
        ((after.values[from] ?? 0) - (before.values[from] ?? 0)) * HALF_RANGE;
    }
  return difference;
}
