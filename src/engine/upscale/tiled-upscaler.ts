import { toFloat32 } from '../diffusion/arithmetic/array-arithmetic.ts';
import type { ImageEvent } from '../diffusion/diffusion-engine.ts';
import { openGraph, type Graph } from '../diffusion/networks/graph.ts';
import { toPixels, toPlanes, type Planes } from '../diffusion/arithmetic/planes.ts';
import { createMosaic, cropPlanes, listTiles, type Tile } from '../diffusion/networks/tiles.ts';
import { EngineError, throwIfAborted } from '../errors.ts';
import type { ComputeHost, Ort } from '../host.ts';
import { parameterChunks } from '../images/metadata/image-metadata.ts';
import type { PixelImage } from '../images/pixel-image.ts';
import { encodePng } from '../images/png.ts';
import { resizePixels } from '../images/resize.ts';
import type { UpscaleManifest } from '../models/manifest.ts';
import type { LoadedModel } from '../models/model-choice.ts';
import { planLoad } from '../models/load/plan-load.ts';
import { openStoredFiles } from '../models/store/open-stored-files.ts';
import { SOFTWARE } from '../software.ts';
import { createTurns } from '../turns.ts';
import type { UpscaleRequest, Upscaler } from './upscaler.ts';

/**
 * Side of a tile and what it shares with the next, in pixels of the input; the network sees 18
 * pixels to each side.
 */
const TILE = 128;
const OVERLAP = 36;
/** Four times as wide and high in 32-bit planes is 250 MB. */
const MAX_PIXELS = 1.3e6;

interface Resident {
  loaded: LoadedModel;
  manifest: UpscaleManifest;
  network: Network;
}

interface Network {
  ort: Ort;
  graph: Graph;
  scale: number;
}

/**
 * An upscaler that runs its network (RGB of 0 to 1, `[1, 3, h, w]`) over overlapping tiles, and
 * keeps it in memory.
 */
export function createUpscaler(host: ComputeHost): Upscaler {
  const turns = createTurns();
  let resident: Resident | undefined;

  async function ensureLoaded({ model, device = 'auto' }: UpscaleRequest): Promise<Resident> {
    const { manifest, ...plan } = await planLoad(host, { model, device }, 'upscale');
    if (resident?.manifest.revision === manifest.revision && resident.loaded.device === plan.device)
      return resident;
    await resident?.network.graph.release();
    resident = undefined;
    const begin = performance.now();
    const { ort, executionProvider } = await host.loadCompute(plan.device);
    const files = openStoredFiles(host.weights, manifest, plan.dtype);
    const graph = await openGraph(ort, files, manifest.graph, {
      executionProvider,
      outputLocation: 'cpu',
    });
    const adapter = plan.device === 'webgpu' ? (host.device.adapter?.name ?? null) : null;
    const loaded = { ...plan, model: manifest.id, adapter, loadMs: performance.now() - begin };
    resident = { loaded, manifest, network: { ort, graph, scale: manifest.scale } };
    return resident;
  }

  return {
    async *upscale(request, signal) {
      checkSize(request.image);
      const release = await turns.take(signal);
      try {
        if (!resident) yield { type: 'load-start', model: request.model };
        const { loaded, network } = await ensureLoaded(request);
        yield { type: 'load-end', ...loaded };
        yield* enlarge(network, request, signal);
      } catch (thrown) {
        const error = EngineError.from(thrown);
        // After these, the runtime's memory cannot be trusted.
        if (error.code === 'device_lost' || error.code === 'out_of_memory') resident = undefined;
        throw error;
      } finally {
        release();
      }
    },
  };
}

function checkSize({ width, height }: PixelImage): void {
  if (width * height <= MAX_PIXELS) return;
  throw new EngineError(
    'invalid_request',
    `A picture of ${width} × ${height} is too large to upscale: the limit is ${MAX_PIXELS / 1e6} megapixels.`,
    { details: { width, height, most: MAX_PIXELS } },
  );
}

async function* enlarge(
  network: Network,
  { image, factor, parameters }: UpscaleRequest,
  signal: AbortSignal,
): AsyncGenerator<ImageEvent> {
  const begin = performance.now();
  const [width, height] = [image.width * factor, image.height * factor];
  yield { type: 'generation-start', n: 1, seed: parameters.seed, width, height, corrections: [] };
  const tiles = listTiles(image.width, image.height, TILE, OVERLAP);
  const mosaic = createMosaic(
    3,
    image.width * network.scale,
    image.height * network.scale,
    OVERLAP * network.scale,
  );
  const planes = toPlanes(image);
  for (const [index, tile] of tiles.entries()) {
    throwIfAborted(signal);
    const tileBegin = performance.now();
    mosaic.add(scaleTile(tile, network.scale), await enlargeTile(network, planes, tile));
    const ms = performance.now() - tileBegin;
    const secondsLeft =
      ((performance.now() - begin) / 1000 / (index + 1)) * (tiles.length - index - 1);
    yield {
      type: 'step-end',
      image: 0,
      step: index + 1,
      of: tiles.length,
      ms,
      secondsLeft,
      bytesReadBack: 0,
    };
  }
  const size = { width: image.width * network.scale, height: image.height * network.scale };
  const drawn = resizePixels(toPixels({ ...size, values: mosaic.finish() }), width, height);
  const told = { ...parameters, width, height, task: 'upscale' as const, software: SOFTWARE };
  const png = await encodePng(keepAlpha(drawn, image), parameterChunks(told));
  const seconds = (performance.now() - begin) / 1000;
  yield { type: 'image-end', image: 0, width, height, png, parameters: told, seconds };
  yield { type: 'finish', seconds };
}

/**
 * Planes of −1 … 1 in and out; the network takes and gives 0 … 1. Throws `invalid_output` if it
 * gives no numbers.
 */
async function enlargeTile({ ort, graph }: Network, { width, height, values }: Planes, tile: Tile) {
  const [name] = graph.inputs.keys();
  const unit = cropPlanes(values, 3, width, height, tile).map((value) => value / 2 + 0.5);
  const input = new ort.Tensor('float32', unit, [1, 3, tile.height, tile.width]);
  const [output] = Object.values(await graph.run({ [name ?? '']: input }));
  const enlarged = output ? toFloat32(output) : new Float32Array(0);
  if (enlarged.length === 0 || !enlarged.every(Number.isFinite))
    throw new EngineError(
      'invalid_output',
      'The upscaler produced invalid numbers, so there is no picture.',
    );
  return enlarged.map((value) => value * 2 - 1);
}

function scaleTile({ x, y, width, height }: Tile, scale: number): Tile {
  return { x: x * scale, y: y * scale, width: width * scale, height: height * scale };
}

/** The network knows no transparency: that of the original, smoothly made larger. */
function keepAlpha(drawn: PixelImage, original: PixelImage): PixelImage {
  if (original.data.every((value, index) => index % 4 !== 3 || value === 255)) return drawn;
  const { data: alpha } = resizePixels(original, drawn.width, drawn.height);
  return {
    ...drawn,
    data: drawn.data.map((value, index) => (index % 4 === 3 ? (alpha[index] ?? 255) : value)),
  };
}
