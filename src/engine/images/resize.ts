import type { MaskImage, PixelImage } from './pixel-image.ts';

/**
 * A picture in another size, each pixel a mean over the area that it covers (a triangle filter, so
 * that it is also smooth when larger).
 */
export function resizePixels(image: PixelImage, width: number, height: number): PixelImage {
  if (image.width === width && image.height === height) return image;
  const rows = resampleLines(
    Float32Array.from(image.data),
    image.width,
    image.height,
    width,
    4,
    true,
  );
  const both = resampleLines(rows, image.height, width, height, 4, false);
  return { width, height, data: Uint8ClampedArray.from(both) };
}

/** Scales the picture to fill the frame, and keeps the middle. */
export function coverPixels(image: PixelImage, width: number, height: number): PixelImage {
  const scale = Math.max(width / image.width, height / image.height);
  const scaled = resizePixels(
    image,
    Math.round(image.width * scale),
    Math.round(image.height * scale),
  );
  const [left, top] = [
    Math.floor((scaled.width - width) / 2),
    Math.floor((scaled.height - height) / 2),
  ];
  return cropPixels(scaled, left, top, width, height);
}

/** The same for a mask. */
export function coverMask(mask: MaskImage, width: number, height: number): MaskImage {
  const data = new Uint8ClampedArray(mask.data.length * 4).map(
    (_, index) => mask.data[index >> 2] ?? 0,
  );
  const covered = coverPixels({ ...mask, data }, width, height);
  return { width, height, data: covered.data.filter((_, index) => index % 4 === 0) };
}

/** A part of a picture that lies wholly inside it. */
export function cropPixels(
  image: PixelImage,
  left: number,
  top: number,
  width: number,
  height: number,
): PixelImage {
  if (left === 0 && top === 0 && width === image.width && height === image.height) return image;
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * image.width + left) * 4;
    data.set(image.data.subarray(from, from + width * 4), y * width * 4);
  }
  return { width, height, data };
}

/**
 * Resamples along one direction. `lines` lie across it; `isRow`: the samples of a line are
 * neighbours in memory, else the lines' are. The other direction keeps its size.
 */
function resampleLines(
  values: Float32Array,
  from: number,
  lines: number,
  to: number,
  channels: number,
  isRow: boolean,
): Float32Array {
  const resampled = new Float32Array(lines * to * channels);
  const weights = listWeights(from, to);
  const index = (line: number, position: number, length: number) =>
    (isRow ? line * length + position : position * lines + line) * channels;
  for (let line = 0; line < lines; line++)
    for (const [position, { first, shares }] of weights.entries()) {
      const target = index(line, position, to);
      for (const [offset, share] of shares.entries()) {
        const source = index(line, first + offset, from);
        for (let channel = 0; channel < channels; channel++)
          resampled[target + channel] =
            (resampled[target + channel] ?? 0) + share * (values[source + channel] ?? 0);
      }
    }
  return resampled;
}

interface Weights {
  first: number;
  shares: number[];
}

/** For each new sample the old ones under its triangle, with shares that add up to 1. */
function listWeights(from: number, to: number): Weights[] {
  const scale = from / to;
  const reach = Math.max(1, scale);
  return Array.from({ length: to }, (_, position) => {
    const centre = (position + 0.5) * scale - 0.5;
    const first = Math.max(0, Math.ceil(centre - reach));
    const last = Math.min(from - 1, Math.floor(centre + reach));
    const raw = Array.from(
      { length: last - first + 1 },
      (_share, offset) => 1 - Math.abs(first + offset - centre) / reach,
    );
    const sum = raw.reduce((total, share) => total + share, 0);
    return sum > 0 ? { first, shares: raw.map((share) => share / sum) } : { first, shares: [1] };
  });
}
