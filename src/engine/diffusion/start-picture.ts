import type { Arithmetic, Vector } from './arithmetic/arithmetic.ts';
import type { KeptLatents } from './denoise.ts';
import type { LatentSize } from './networks/denoiser.ts';
import type { PipelineLayout } from '../models/pipeline-layout.ts';
import type { MaskImage } from '../images/pixel-image.ts';
import type { Planes } from './arithmetic/planes.ts';
import type { Vae } from './networks/vae.ts';

/** A picture to start from, of the job's size. */
export interface StartPicture {
  planes: Planes;
  /** How much is redrawn, above 0 and up to 1. */
  strength: number;
  /** Where; absent: everywhere. */
  mask?: MaskImage | undefined;
}

/** The same as latents; all vectors belong to it. */
export interface PreparedStart {
  original: Vector;
  isMasked: boolean;
  /** For networks not trained to inpaint: what is restored after every step. */
  kept?: KeptLatents;
  /** For networks that were: mask and latents of the masked picture. */
  extraChannels?: Vector;
  dispose(): void;
}

export async function prepareStart(
  arithmetic: Arithmetic,
  vae: Vae,
  layout: PipelineLayout,
  size: LatentSize,
  { planes, mask }: StartPicture,
): Promise<PreparedStart> {
  const original = await vae.encode(planes);
  if (!mask) return { original, isMasked: false, dispose: () => arithmetic.dispose(original) };
  const isTrainedForIt = layout.denoiser.inputChannels > layout.latents.channels;
  if (!isTrainedForIt) {
    const maskVector = arithmetic.upload(
      repeat(shrinkMask(mask, layout.latents.factor), size.channels),
    );
    return {
      original,
      isMasked: true,
      kept: { mask: maskVector, original },
      dispose: () => arithmetic.dispose(original, maskVector),
    };
  }
  const extraChannels = await joinChannels(arithmetic, vae, layout, planes, mask);
  return {
    original,
    isMasked: true,
    extraChannels,
    dispose: () => arithmetic.dispose(original, extraChannels),
  };
}

/** Mask, then latents of the picture with grey under the mask. */
async function joinChannels(
  arithmetic: Arithmetic,
  vae: Vae,
  { latents }: PipelineLayout,
  { width, height, values }: Planes,
  mask: MaskImage,
): Promise<Vector> {
  const count = width * height;
  const masked = values.map((value, index) =>
    (mask.data[index % count] ?? 0) < THRESHOLD ? value : 0,
  );
  const encoded = await vae.encode({ width, height, values: masked });
  const small = shrinkMask(mask, latents.factor);
  const joined = new Float32Array(small.length + encoded.length);
  joined.set(small);
  joined.set(await arithmetic.read(encoded), small.length);
  arithmetic.dispose(encoded);
  return arithmetic.upload(joined);
}

/** From here on a pixel counts as masked. */
const THRESHOLD = 128;

/** The mask over the latents: the top left pixel of each speaks for it, as in diffusers. */
export function shrinkMask({ width, height, data }: MaskImage, factor: number): Float32Array {
  const [columns, rows] = [width / factor, height / factor];
  return Float32Array.from({ length: columns * rows }, (_, index) => {
    const [x, y] = [index % columns, Math.floor(index / columns)];
    return (data[y * factor * width + x * factor] ?? 0) >= THRESHOLD ? 1 : 0;
  });
}

function repeat(values: Float32Array, times: number): Float32Array {
  const repeated = new Float32Array(values.length * times);
  for (let index = 0; index < times; index++) repeated.set(values, index * values.length);
  return repeated;
}
