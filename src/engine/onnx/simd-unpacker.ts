import type { BlockContents, BlockShape } from './unpack-blocks.ts';
import { UNPACK_BLOCKS_WASM } from './unpack-blocks-wasm.ts';

/** The part of WebAssembly that is needed here: the browsers' types and Node's do not share it. */
declare const WebAssembly: {
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
  Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  Instance: new (module: object) => { exports: object };
};

/** Unpacks 4-bit weights with vectors of sixteen outputs, in a memory of its own. */
export interface SimdUnpacker {
  /**
   * The numbers that `unpackBlocks` writes, in memory that the next call uses again. `undefined` for
   * a form that does not fill whole vectors.
   */
  unpack(shape: BlockShape, contents: BlockContents): Float32Array<ArrayBuffer> | undefined;
}

/** What native/unpack-blocks/unpack-blocks.c exports; pointers are offsets into the memory. */
interface UnpackModule {
  memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  heapBase(): number;
  unpack(
    values: number,
    scales: number,
    offsets: number,
    out: number,
    rows: number,
    columns: number,
    blockSize: number,
  ): void;
}

const TILE_ROWS = 16;
const PART_COLUMNS = 32;
/** Of a vector. */
const ALIGNMENT = 16;
const PAGE_BYTES = 64 * 1024;

/** `undefined` where WebAssembly has no vectors. */
export function createSimdUnpacker(): SimdUnpacker | undefined {
  const module = instantiate();
  if (!module) return undefined;
  const { memory, heapBase, unpack } = module;

  /** Where arrays of these lengths begin, one after the other. */
  function makeRoom(...byteLengths: readonly number[]): number[] {
    let end = heapBase();
    const starts = byteLengths.map((length) => {
      const start = Math.ceil(end / ALIGNMENT) * ALIGNMENT;
      end = start + length;
      return start;
    });
    const missing = end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    return starts;
  }
  return {
    unpack(shape, { values, scales, zeroPoints }) {
      const { rows, columns, bits, blockSize } = shape;
      const isWhole =
        rows % TILE_ROWS === 0 && blockSize % PART_COLUMNS === 0 && columns % blockSize === 0;
      if (bits !== 4 || !isWhole || zeroPoints instanceof Float32Array) return undefined;
      const offsets = readOffsets(shape, zeroPoints);
      const [at = 0, scalesAt = 0, offsetsAt = 0, outAt = 0] = makeRoom(
        values.byteLength,
        scales.byteLength,
        offsets.byteLength,
        rows * columns * Float32Array.BYTES_PER_ELEMENT,
      );
      const { buffer } = memory;
      new Uint8Array(buffer).set(values, at);
      new Float32Array(buffer, scalesAt).set(scales);
      new Float32Array(buffer, offsetsAt).set(offsets);
      unpack(at, scalesAt, offsetsAt, outAt, rows, columns, blockSize);
      return new Float32Array(buffer, outAt, rows * columns);
    },
  };
}

/** The middle of four bits. */
const MIDDLE = 8;

/** The zero point of each block as a number of its own; they are packed as the values are. */
function readOffsets(
  { rows, columns, blockSize }: BlockShape,
  zeroPoints: Uint8Array | undefined,
): Float32Array {
  const blocks = columns / blockSize;
  const offsets = new Float32Array(rows * blocks);
  if (!zeroPoints) return offsets.fill(MIDDLE);
  const rowBytes = Math.ceil(blocks / 2);
  for (let row = 0; row < rows; row++)
    for (let block = 0; block < blocks; block++) {
      const pair = zeroPoints[row * rowBytes + (block >> 1)] as number;
      offsets[row * blocks + block] = (pair >> ((block & 1) * 4)) & 15;
    }
  return offsets;
}

function instantiate(): UnpackModule | undefined {
  const bytes = Uint8Array.from(atob(UNPACK_BLOCKS_WASM), (letter) => letter.charCodeAt(0));
  if (!WebAssembly.validate(bytes)) return undefined;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  return exports as UnpackModule;
}
