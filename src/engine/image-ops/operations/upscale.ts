import * as z from 'zod/mini';
import { EngineError } from '../../errors.ts';
import type { PixelImage } from '../../images/pixel-image.ts';
import { BUILT_IN_UPSCALE_MODEL } from '../../models/catalog.ts';
import { checkUpscale, enlargePixels, type UpscaleNetwork } from '../../upscale/enlarge-pixels.ts';
import type { Network } from '../networks/open-network.ts';
import { imageOfPixels } from '../pixels/composite-over.ts';
import { defineOperation, sizeOf, type OperationTools } from '../operation.ts';
import type { VipsImage } from '../vips.ts';

/** Larger with sharper edges, by a network; best for drawings. */
export const upscale = defineOperation({
  name: 'upscale',
  options: z.strictObject({
    /** How many times as wide and high. */
    factor: z._default(z.literal([2, 4], { error: () => 'must be 2 or 4' }), 2),
  }),
  models: () => [BUILT_IN_UPSCALE_MODEL],
  async apply(picture, { factor }, tools) {
    checkUpscale(sizeOf(picture));
    const network = asUpscaleNetwork(await tools.openNetwork(BUILT_IN_UPSCALE_MODEL));
    const frames: VipsImage[] = [];
    const count = picture.frames.length;
    for (const [index, frame] of picture.frames.entries()) {
      const tiles = enlargePixels(network, readPixels(frame, tools), factor, tools.signal);
      let tile = await tiles.next();
      for (; !tile.done; tile = await tiles.next())
        tools.report((index + tile.value.done / tile.value.of) / count);
      frames.push(fromPixels(tile.value, frame.hasAlpha(), tools));
    }
    return { ...picture, frames };
  },
});

function asUpscaleNetwork({ manifest, run }: Network): UpscaleNetwork {
  if (manifest.task !== 'upscale')
    throw new EngineError('internal', `${manifest.title} does not enlarge pictures.`);
  return {
    scale: manifest.scale,
    async run(values, dims) {
      const { output } = await run({ input: { values, dims } });
      return output?.values ?? new Float32Array();
    },
  };
}

function readPixels(frame: VipsImage, { keep }: OperationTools): PixelImage {
  const image = frame.hasAlpha() ? frame : keep(frame.addalpha());
  const data = new Uint8ClampedArray(image.writeToMemory() as Uint8Array);
  return { width: frame.width, height: frame.height, data };
}

function fromPixels(
  { data, ...size }: PixelImage,
  hasAlpha: boolean,
  { vips, keep }: OperationTools,
): VipsImage {
  const image = imageOfPixels(vips, { ...size, data: new Uint8Array(data) }, keep);
  return hasAlpha ? image : keep(image.extractBand(0, { n: 3 }));
}
