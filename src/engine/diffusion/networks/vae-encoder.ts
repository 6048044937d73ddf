import type { PipelineLayout } from '../../models/pipeline-layout.ts';
import type { Arithmetic, Vector } from '../arithmetic/arithmetic.ts';
import type { Planes } from '../arithmetic/planes.ts';
import type { Graph } from './graph.ts';
import { runVaeGraph } from './run-vae-graph.ts';
import { createMosaic, cropPlanes } from './tiles.ts';
import { listLatentTiles, OVERLAP, scaleTile } from './vae-tiles.ts';

/** Makes latents of pictures, as the network says them: neither shifted nor scaled. */
export interface VaeEncoder {
  encodeWhole(graph: Graph, picture: Planes): Promise<Vector>;
  encodeTiles(graph: Graph, picture: Planes): Promise<Vector>;
}

export function createVaeEncoder(
  arithmetic: Arithmetic,
  { factor, channels }: PipelineLayout['latents'],
): VaeEncoder {
  async function encodeWhole(graph: Graph, { width, height, values }: Planes): Promise<Vector> {
    const picture = arithmetic.upload(values);
    const output = await runVaeGraph(arithmetic, graph, picture, [1, 3, height, width]);
    const mean = arithmetic.adopt(output);
    arithmetic.dispose(picture);
    return mean;
  }
  return {
    encodeWhole,
    async encodeTiles(graph, { width, height, values }) {
      const [columns, rows] = [width / factor, height / factor];
      const mosaic = createMosaic(channels, columns, rows, OVERLAP);
      for (const tile of listLatentTiles(columns, rows)) {
        const pixels = scaleTile(tile, factor);
        const piece = { ...pixels, values: cropPlanes(values, 3, width, height, pixels) };
        const mean = await encodeWhole(graph, piece);
        mosaic.add(tile, await arithmetic.read(mean));
        arithmetic.dispose(mean);
      }
      return arithmetic.upload(mosaic.finish());
    },
  };
}
