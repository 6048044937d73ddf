import type { PipelineLayout } from '../../models/pipeline-layout.ts';
import type { Arithmetic, Vector } from '../arithmetic/arithmetic.ts';
import type { Planes } from '../arithmetic/planes.ts';
import type { LatentSize } from './denoiser.ts';
import type { Graph } from './graph.ts';
import { addConstant, readPicture, runVaeGraph } from './run-vae-graph.ts';
import { createMosaic, cropPlanes } from './tiles.ts';
import { listLatentTiles, OVERLAP, scaleTile } from './vae-tiles.ts';

type Extent = Pick<LatentSize, 'width' | 'height'>;

/** Makes pictures of latents. */
export interface VaeDecoder {
  decodeWhole(graph: Graph, latents: Vector, size: Extent): Promise<Planes>;
  decodeTiles(graph: Graph, latents: Vector, size: Extent): Promise<Planes>;
}

export function createVaeDecoder(
  arithmetic: Arithmetic,
  { scaling, shift, factor, channels }: PipelineLayout['latents'],
): VaeDecoder {
  async function decodePiece(
    graph: Graph,
    latents: Vector,
    { height, width }: Extent,
  ): Promise<Float32Array> {
    const shifted = shift === 0 ? latents : addConstant(arithmetic, latents, shift * scaling);
    const dims = [1, channels, height, width];
    const output = await runVaeGraph(arithmetic, graph, shifted, dims, 1 / scaling);
    if (shifted !== latents) arithmetic.dispose(shifted);
    return readPicture(output);
  }
  const sizeOf = ({ width, height }: Extent) => ({
    width: width * factor,
    height: height * factor,
  });
  return {
    decodeWhole: async (graph, latents, size) => ({
      ...sizeOf(size),
      values: await decodePiece(graph, latents, size),
    }),
    async decodeTiles(graph, latents, size) {
      const values = await arithmetic.read(latents);
      const { width, height } = sizeOf(size);
      const mosaic = createMosaic(3, width, height, OVERLAP * factor);
      for (const tile of listLatentTiles(size.width, size.height)) {
        const cropped = cropPlanes(values, channels, size.width, size.height, tile);
        const piece = arithmetic.upload(cropped);
        mosaic.add(scaleTile(tile, factor), await decodePiece(graph, piece, tile));
        arithmetic.dispose(piece);
      }
      return { width, height, values: mosaic.finish() };
    },
  };
}
