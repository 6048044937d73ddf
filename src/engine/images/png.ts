import { EngineError } from '../errors.ts';
import { joinBytes } from '../join-bytes.ts';
import { inflate } from './bytes.ts';
import type { PixelImage } from './pixel-image.ts';
import { dataChunk, readChunks, writeChunks, type PngChunk } from './png-chunks.ts';

/**
 * PNG of 8 bits a channel, without alpha where every pixel is opaque. `extra`: chunks to put before
 * the picture.
 *
 * @example
 * const red = { width: 1, height: 1, data: Uint8ClampedArray.of(255, 0, 0, 255) };
 * await decodePng(await encodePng(red)); // → red
 */
export async function encodePng(
  image: PixelImage,
  extra: readonly PngChunk[] = [],
): Promise<Uint8Array<ArrayBuffer>> {
  const isOpaque = image.data.every((value, index) => index % 4 !== 3 || value === 255);
  const channels = isOpaque ? 3 : 4;
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, image.width);
  view.setUint32(4, image.height);
  header.set([8, isOpaque ? COLOUR.rgb : COLOUR.rgba], 8);
  return writeChunks([
    { type: 'IHDR', data: header },
    ...extra,
    await dataChunk(filterRows(image, channels)),
    { type: 'IEND', data: new Uint8Array(0) },
  ]);
}

const COLOUR = { grey: 0, rgb: 2, rgba: 6, greyAlpha: 4 } as const;
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 };

/** Each row with the filter whose result is smallest, by the specification's heuristic. */
function filterRows(
  { width, height, data }: PixelImage,
  channels: number,
): Uint8Array<ArrayBuffer> {
  const length = width * channels;
  const filtered = new Uint8Array(height * (length + 1));
  let above: Uint8Array = new Uint8Array(length);
  for (let y = 0; y < height; y++) {
    const row = packRow(data, y * width * 4, width, channels);
    const best = FILTERS.map((filter) => filterRow(row, above, channels, filter))
      .map((bytes, type) => ({
        bytes,
        type,
        cost: bytes.reduce((sum, byte) => sum + Math.min(byte, 256 - byte), 0),
      }))
      .reduce((a, b) => (b.cost < a.cost ? b : a));
    filtered[y * (length + 1)] = best.type;
    filtered.set(best.bytes, y * (length + 1) + 1);
    above = row;
  }
  return filtered;
}

function packRow(
  data: Uint8ClampedArray,
  from: number,
  width: number,
  channels: number,
): Uint8Array {
  const row = new Uint8Array(width * channels);
  for (let x = 0; x < width; x++)
    for (let channel = 0; channel < channels; channel++)
      row[x * channels + channel] = data[from + x * 4 + channel] ?? 0;
  return row;
}

/**
 * What each filter expects of a byte, from the bytes to the left, above, and above left; in the
 * order of their numbers.
 */
type Filter = (left: number, above: number, corner: number) => number;
const FILTERS: readonly Filter[] = [
  () => 0,
  (left) => left,
  (_left, above) => above,
  (left, above) => (left + above) >> 1,
  predictPaeth,
];

function predictPaeth(left: number, above: number, corner: number): number {
  const [toLeft, toAbove, toCorner] = [
    above - corner,
    left - corner,
    left + above - 2 * corner,
  ].map(Math.abs) as [number, number, number];
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

function filterRow(
  row: Uint8Array,
  above: Uint8Array,
  channels: number,
  filter: Filter,
): Uint8Array {
  return row.map(
    (byte, index) =>
      byte - filter(row[index - channels] ?? 0, above[index] ?? 0, above[index - channels] ?? 0),
  );
}

/** Pictures of more pixels are refused: a small file can claim any size. */
const MAX_PIXELS = 64 * 2 ** 20;

/**
 * Pixels of a PNG with 8 bits a channel. Throws `invalid_request` if it is broken, and
 * `not_supported` for the kinds that a program seldom writes (palettes, 16 bits, interlaced): a
 * browser reads those itself.
 */
export async function decodePng(bytes: Uint8Array<ArrayBuffer>): Promise<PixelImage> {
  const chunks = readChunks(bytes);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (!header || header.length < 13)
    throw new EngineError('invalid_request', 'This PNG has no header.');
  const view = new DataView(header.buffer, header.byteOffset);
  const [width, height, depth, colour, interlace] = [
    view.getUint32(0),
    view.getUint32(4),
    header[8],
    header[9],
    header[12],
  ];
  const channels = CHANNELS[colour ?? -1];
  if (width * height === 0 || width * height > MAX_PIXELS)
    throw new EngineError(
      'invalid_request',
      `A picture of ${width} × ${height} is too large to read.`,
    );
  if (depth !== 8 || !channels || interlace !== 0)
    throw new EngineError('not_supported', 'This kind of PNG is not supported.');
  const packed = joinBytes(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const size = height * (width * channels + 1);
  const rows = await inflate(packed, size).catch(() => new Uint8Array(0));
  if (rows.length !== size) throw new EngineError('invalid_request', 'This PNG is damaged.');
  return {
    width,
    height,
    data: unpackRows(unfilterRows(rows, width * channels, height, channels), channels),
  };
}

function unfilterRows(
  rows: Uint8Array,
  length: number,
  height: number,
  channels: number,
): Uint8Array {
  const pixels = new Uint8Array(length * height);
  for (let y = 0; y < height; y++) {
    const filter = FILTERS[rows[y * (length + 1)] ?? 0] ?? FILTERS[0];
    for (let x = 0; x < length; x++) {
      const at = y * length + x;
      const left = x < channels ? 0 : (pixels[at - channels] ?? 0);
      const corner = x < channels || y === 0 ? 0 : (pixels[at - length - channels] ?? 0);
      const above = y === 0 ? 0 : (pixels[at - length] ?? 0);
      pixels[at] = (rows[y * (length + 1) + 1 + x] ?? 0) + (filter?.(left, above, corner) ?? 0);
    }
  }
  return pixels;
}

function unpackRows(pixels: Uint8Array, channels: number): Uint8ClampedArray<ArrayBuffer> {
  const count = pixels.length / channels;
  const data = new Uint8ClampedArray(count * 4);
  const isGrey = channels < 3;
  for (let pixel = 0; pixel < count; pixel++) {
    const at = pixel * channels;
    for (let channel = 0; channel < 3; channel++)
      data[pixel * 4 + channel] = pixels[at + (isGrey ? 0 : channel)] ?? 0;
    data[pixel * 4 + 3] = channels % 2 === 0 ? (pixels[at + channels - 1] ?? 255) : 255;
  }
  return data;
}
