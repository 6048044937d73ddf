import type { LatentSize } from './networks/denoiser.ts';
import type { PipelineLayout } from '../models/pipeline-layout.ts';
import type { PixelImage } from '../images/pixel-image.ts';

/**
 * A small picture of the clean latents, one pixel a latent, by a linear map. Without one for this
 * model: grey, by the first channel.
 */
export function previewLatents(
  latents: Float32Array,
  { channels, width, height }: LatentSize,
  toRgb: PipelineLayout['latents']['toRgb'],
): PixelImage {
  const count = width * height;
  const { matrix, bias } = toRgb ?? greyMap(channels);
  const data = new Uint8ClampedArray(count * 4).fill(255);
  for (let pixel = 0; pixel < count; pixel++)
    for (let colour = 0; colour < 3; colour++) {
      let value = bias[colour] ?? 0;
      for (let channel = 0; channel < channels; channel++)
        value += (matrix[channel]?.[colour] ?? 0) * (latents[channel * count + pixel] ?? 0);
      data[pixel * 4 + colour] = (value + 1) * 127.5;
    }
  return { width, height, data };
}

function greyMap(channels: number) {
  const matrix = Array.from({ length: channels }, (_, channel) =>
    channel === 0 ? [0.3, 0.3, 0.3] : [0, 0, 0],
  );
  return { matrix, bias: [0, 0, 0] };
}
