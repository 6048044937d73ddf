/** One piece of a picture that is computed in pieces. */
export interface Tile {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Covers `length` with pieces of at most `tile`, each overlapping the next by at least `overlap`,
 * spread evenly.
 *
 * @example
 * planTiles(100, 64, 16); // → [0, 36]
 */
export function planTiles(length: number, tile: number, overlap: number): number[] {
  if (length <= tile) return [0];
  const count = Math.ceil((length - overlap) / (tile - overlap));
  return Array.from({ length: count }, (_, index) =>
    Math.round((index * (length - tile)) / (count - 1)),
  );
}

/** All pieces of a picture, row by row. */
export function listTiles(width: number, height: number, tile: number, overlap: number): Tile[] {
  return planTiles(height, tile, overlap).flatMap((y) =>
    planTiles(width, tile, overlap).map((x) => ({
      x,
      y,
      width: Math.min(tile, width),
      height: Math.min(tile, height),
    })),
  );
}

/**
 * Assembles pieces: where they overlap, each counts less towards its edge, so that no seam shows.
 */
export function createMosaic(channels: number, width: number, height: number, overlap: number) {
  const sum = new Float32Array(channels * width * height);
  const weights = new Float32Array(width * height);
  const ramp = (position: number, size: number, isFirst: boolean, isLast: boolean) => {
    const fromStart = isFirst ? 1 : (position + 1) / (overlap + 1);
    const fromEnd = isLast ? 1 : (size - position) / (overlap + 1);
    return Math.min(1, fromStart, fromEnd);
  };
  return {
    /** Adds a piece, `[channels, tile.height, tile.width]`. */
    add(tile: Tile, values: Float32Array): void {
      for (let y = 0; y < tile.height; y++) {
        const weightY = ramp(y, tile.height, tile.y === 0, tile.y + tile.height === height);
        for (let x = 0; x < tile.width; x++) {
          const weight = weightY * ramp(x, tile.width, tile.x === 0, tile.x + tile.width === width);
          const target = (tile.y + y) * width + tile.x + x;
          weights[target] = (weights[target] ?? 0) + weight;
          for (let channel = 0; channel < channels; channel++) {
            const at = channel * width * height + target;
            sum[at] =
              (sum[at] ?? 0) + weight * (values[(channel * tile.height + y) * tile.width + x] ?? 0);
          }
        }
      }
    },
    finish(): Float32Array {
      return sum.map((value, index) => value / (weights[index % weights.length] || 1));
    },
  };
}

/** Cuts a piece out of `[channels, height, width]`. */
export function cropPlanes(
  values: Float32Array,
  channels: number,
  width: number,
  height: number,
  tile: Tile,
): Float32Array {
  const piece = new Float32Array(channels * tile.width * tile.height);
  for (let channel = 0; channel < channels; channel++)
    for (let y = 0; y < tile.height; y++) {
      const from = (channel * height + tile.y + y) * width + tile.x;
      piece.set(values.subarray(from, from + tile.width), (channel * tile.height + y) * tile.width);
    }
  return piece;
}
