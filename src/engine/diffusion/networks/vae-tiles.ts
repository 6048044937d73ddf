import { listTiles, type Tile } from './tiles.ts';

/** Side of a tile and overlap, in latents: 512 and 128 pixels for the usual VAE. */
const TILE = 64;
export const OVERLAP = 16;

export function listLatentTiles(width: number, height: number): Tile[] {
  return listTiles(width, height, TILE, OVERLAP);
}

export function scaleTile({ x, y, width, height }: Tile, factor: number): Tile {
  return { x: x * factor, y: y * factor, width: width * factor, height: height * factor };
}
