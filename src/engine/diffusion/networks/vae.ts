import type { PipelineLayout } from '../../models/pipeline-layout.ts';
import type { Arithmetic, Vector } from '../arithmetic/arithmetic.ts';
import type { Planes } from '../arithmetic/planes.ts';
import type { LatentSize } from './denoiser.ts';
import type { GraphPool } from './graph-pool.ts';
import { addConstant, readPicture, runVaeGraph } from './run-vae-graph.ts';
import { createVaeDecoder } from './vae-decoder.ts';
import { createVaeEncoder } from './vae-encoder.ts';

/** Converts between latents and pictures. */
export interface Vae {
  /** Throws `invalid_output` if the network's output has no numbers. */
  decode(latents: Vector, size: LatentSize): Promise<Planes>;
  /**
   * Scaled latents; the caller disposes of them. Throws `not_supported` for a model without an
   * encoder.
   */
  encode(picture: Planes): Promise<Vector>;
  /**
   * What the latents are about to become, by a small decoder; `undefined` without one, or if it
   * fails: nothing but a preview depends on it.
   */
  preview(latents: Vector, size: LatentSize): Promise<Planes | undefined>;
}

export interface VaeOptions {
  /** Pictures of more pixels are decoded and encoded in tiles. */
  tileAbovePixels: number;
}

export function createVae(
  arithmetic: Arithmetic,
  pool: GraphPool,
  layout: PipelineLayout,
  { tileAbovePixels }: VaeOptions,
): Vae {
  const { scaling, shift, factor, channels } = layout.latents;
  const decoder = createVaeDecoder(arithmetic, layout.latents);
  const encoder = createVaeEncoder(arithmetic, layout.latents);
  const isLarge = (width: number, height: number) => width * height > tileAbovePixels;

  async function decodePreview(latents: Vector, { width, height }: LatentSize) {
    const graph = await pool.usePreviewDecoder();
    if (!graph) return undefined;
    const output = await runVaeGraph(arithmetic, graph, latents, [1, channels, height, width]);
    return { width: width * factor, height: height * factor, values: readPicture(output) };
  }

  return {
    preview: (latents, size) => decodePreview(latents, size).catch(() => undefined),
    async decode(latents, size) {
      const graph = await pool.use('vaeDecoder');
      return isLarge(size.width * factor, size.height * factor)
        ? decoder.decodeTiles(graph, latents, size)
        : decoder.decodeWhole(graph, latents, size);
    },
    async encode(picture) {
      const graph = await pool.use('vaeEncoder');
      const mean = await (isLarge(picture.width, picture.height)
        ? encoder.encodeTiles(graph, picture)
        : encoder.encodeWhole(graph, picture));
      const shifted = shift === 0 ? mean : addConstant(arithmetic, mean, -shift);
      const latents = arithmetic.combine(mean.length, [{ factor: scaling, vector: shifted }]);
      arithmetic.dispose(mean, shifted === mean ? undefined : shifted);
      return latents;
    },
  };
}
