import type { Tensor } from 'onnxruntime-common';
import { EngineError } from '../../errors.ts';
import type { Arithmetic, Vector } from '../arithmetic/arithmetic.ts';
import { toFloat32 } from '../arithmetic/array-arithmetic.ts';
import type { LatentSize } from './denoiser.ts';
import type { Graph } from './graph.ts';
import type { GraphPool } from './graph-pool.ts';
import type { PipelineLayout } from '../../models/pipeline-layout.ts';
import type { Planes } from '../arithmetic/planes.ts';
import { floatTypeOf } from './tensors.ts';
import { createMosaic, cropPlanes, listTiles } from './tiles.ts';

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

/** Side of a tile and overlap, in latents: 512 and 128 pixels for the usual VAE. */
const TILE = 64;
const OVERLAP = 16;

export function createVae(
  arithmetic: Arithmetic,
  pool: GraphPool,
  layout: PipelineLayout,
  options: VaeOptions,
): Vae {
  const { scaling, shift, factor, channels } = layout.latents;

  /** Runs a graph on one picture, whose values the arithmetic may hold anywhere. */
  async function runOn(
    graph: Graph,
    values: Vector,
    dims: readonly number[],
    scale = 1,
  ): Promise<Tensor> {
    const [entry] = graph.inputs;
    if (!entry) throw new EngineError('not_supported', 'The VAE has no input.');
    const [name, slot] = entry;
    const input = arithmetic.createInput(floatTypeOf(name, slot), dims);
    try {
      input.write(values, { factor: scale });
      const [output] = Object.values(await graph.run({ [name]: input.tensor }));
      if (!output) throw new EngineError('not_supported', 'The VAE has no output.');
      return output;
    } finally {
      input.dispose();
    }
  }
  async function decodePiece(
    graph: Graph,
    latents: Vector,
    height: number,
    width: number,
  ): Promise<Float32Array> {
    const shifted = shift === 0 ? latents : addConstant(arithmetic, latents, shift * scaling);
    const output = await runOn(graph, shifted, [1, channels, height, width], 1 / scaling);
    if (shifted !== latents) arithmetic.dispose(shifted);
    return checkNumbers(toFloat32(output));
  }

  async function decodeTiles(
    graph: Graph,
    latents: Vector,
    { height, width }: LatentSize,
  ): Promise<Planes> {
    const values = await arithmetic.read(latents);
    const mosaic = createMosaic(3, width * factor, height * factor, OVERLAP * factor);
    for (const tile of listTiles(width, height, TILE, OVERLAP)) {
      const piece = arithmetic.upload(cropPlanes(values, channels, width, height, tile));
      mosaic.add(scaleTile(tile, factor), await decodePiece(graph, piece, tile.height, tile.width));
      arithmetic.dispose(piece);
    }
    return { width: width * factor, height: height * factor, values: mosaic.finish() };
  }

  async function encodePiece(graph: Graph, { width, height, values }: Planes): Promise<Vector> {
    const picture = arithmetic.upload(values);
    const mean = arithmetic.adopt(await runOn(graph, picture, [1, 3, height, width]));
    arithmetic.dispose(picture);
    return mean;
  }
  async function encodeTiles(graph: Graph, { width, height, values }: Planes): Promise<Vector> {
    const [columns, rows] = [width / factor, height / factor];
    const mosaic = createMosaic(channels, columns, rows, OVERLAP);
    for (const tile of listTiles(columns, rows, TILE, OVERLAP)) {
      const pixels = scaleTile(tile, factor);
      const piece = { ...pixels, values: cropPlanes(values, 3, width, height, pixels) };
      const mean = await encodePiece(graph, piece);
      mosaic.add(tile, await arithmetic.read(mean));
      arithmetic.dispose(mean);
    }
    return arithmetic.upload(mosaic.finish());
  }

  async function decodePreview(latents: Vector, { width, height }: LatentSize) {
    const graph = await pool.usePreviewDecoder();
    if (!graph) return undefined;
    const output = await runOn(graph, latents, [1, channels, height, width]);
    const values = checkNumbers(toFloat32(output));
    return { width: width * factor, height: height * factor, values };
  }

  return {
    preview: (latents, size) => decodePreview(latents, size).catch(() => undefined),
    async decode(latents, size) {
      const graph = await pool.use('vaeDecoder');
      const [width, height] = [size.width * factor, size.height * factor];
      if (width * height > options.tileAbovePixels) return decodeTiles(graph, latents, size);
      return { width, height, values: await decodePiece(graph, latents, size.height, size.width) };
    },
    async encode(picture) {
      const graph = await pool.use('vaeEncoder');
      const isLarge = picture.width * picture.height > options.tileAbovePixels;
      const mean = await (isLarge ? encodeTiles(graph, picture) : encodePiece(graph, picture));
      const shifted = shift === 0 ? mean : addConstant(arithmetic, mean, -shift);
      const latents = arithmetic.combine(mean.length, [{ factor: scaling, vector: shifted }]);
      arithmetic.dispose(mean, shifted === mean ? undefined : shifted);
      return latents;
    },
  };
}

function addConstant(arithmetic: Arithmetic, vector: Vector, constant: number): Vector {
  const ones = arithmetic.upload(new Float32Array(vector.length).fill(1));
  const sum = arithmetic.combine(vector.length, [
    { factor: 1, vector },
    { factor: constant, vector: ones },
  ]);
  arithmetic.dispose(ones);
  return sum;
}

function scaleTile(
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  factor: number,
) {
  return { x: x * factor, y: y * factor, width: width * factor, height: height * factor };
}

/** A network that overflows gives NaN, which would show as a black picture. */
function checkNumbers(values: Float32Array): Float32Array {
  if (values.every(Number.isFinite)) return values;
  throw new EngineError(
    'invalid_output',
    'The model produced invalid numbers (NaN), so there is no picture. Its 16-bit build may overflow on this GPU: try another scheduler or guidance, or run it on the processor (Settings).',
  );
}
