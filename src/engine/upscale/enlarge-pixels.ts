import { toPixels, toPlanes, type Planes } from '../diffusion/arithmetic/planes.ts';
import { createMosaic, cropPlanes, listTiles, type Tile } from '../diffusion/networks/tiles.ts';
import { EngineError, throwIfAborted } from '../errors.ts';
import type { PictureSize } from '../images/picture-size.ts';
import type { PixelImage } from '../images/pixel-image.ts';
import { resizePixels } from '../images/resize.ts';

/** A network that makes pictures larger. */
export interface UpscaleNetwork {
  /** How many times as wide and high its output is. */
  scale: number;
  /** RGB of 0 to 1, `[1, 3, h, w]`, to `[1, 3, h * scale, w * scale]`. */
  run(values: Float32Array, dims: readonly number[]): Promise<Float32Array>;
}

export interface EnlargedTile {
  /** How many tiles are done, this one included. */
  done: number;
  of: number;
  /** Milliseconds that this one took. */
  ms: number;
}

/**
 * Side of a tile and what it shares with the next, in pixels of the input; the network sees 18
 * pixels to each side.
 */
const TILE = 128;
const OVERLAP = 36;
/** Four times as wide and high in 32-bit planes is 250 MB. */
const MAX_PIXELS = 1.3e6;

/** Throws `invalid_request` for a picture that is too large to enlarge. */
export function checkUpscale({ width, height }: PictureSize): void {
  if (width * height <= MAX_PIXELS) return;
  throw new EngineError(
    'invalid_request',
    `A picture of ${width} × ${height} is too large to upscale: the limit is ${MAX_PIXELS / 1e6} megapixels.`,
    { details: { width, height, most: MAX_PIXELS } },
  );
}

/**
 * Makes a picture `factor` times as wide and high by overlapping tiles, and yields after each of
 * them. Throws `invalid_output` if the network gives no numbers, `aborted`.
 */
export async function* enlargePixels(
  network: UpscaleNetwork,
  image: PixelImage,
  factor: number,
  signal: AbortSignal,
): AsyncGenerator<EnlargedTile, PixelImage> {
  const { scale } = network;
  const size = { width: image.width * scale, height: image.height * scale };
  const tiles = listTiles(image.width, image.height, TILE, OVERLAP);
  const mosaic = createMosaic(3, size.width, size.height, OVERLAP * scale);
  const planes = toPlanes(image);
  for (const [index, tile] of tiles.entries()) {
    throwIfAborted(signal);
    const begin = performance.now();
    mosaic.add(scaleTile(tile, scale), await enlargeTile(network, planes, tile));
    yield { done: index + 1, of: tiles.length, ms: performance.now() - begin };
  }
  const drawn = toPixels({ ...size, values: mosaic.finish() });
  return keepAlpha(resizePixels(drawn, image.width * factor, image.height * factor), image);
}

/** Planes of −1 … 1 in and out; the network takes and gives 0 … 1. */
async function enlargeTile(
  { run }: UpscaleNetwork,
  { width, height, values }: Planes,
  tile: Tile,
): Promise<Float32Array> {
  const unit = cropPlanes(values, 3, width, height, tile).map((value) => value / 2 + 0.5);
  const enlarged = await run(unit, [1, 3, tile.height, tile.width]);
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
