/**
 * A matrix as MatMulNBits holds it: `columns` numbers of each of `rows` outputs, in blocks that
 * share a scale and a zero point.
 */
export interface BlockShape {
  /** N of the operator: outputs. */
  rows: number;
  /** K of the operator: inputs. */
  columns: number;
  bits: 2 | 4 | 8;
  blockSize: number;
}

/**
 * The contents: `values` [rows, blocks, blockSize * bits / 8], `scales` [rows, blocks], zero points
 * packed like the values or as floats.
 */
export interface BlockContents {
  values: Uint8Array;
  scales: Float32Array;
  /** Default: the middle, 2^(bits - 1). */
  zeroPoints?: Uint8Array | Float32Array | undefined;
}

/**
 * Neighbouring outputs that are written together: sixteen 32-bit floats are one line of the
 * processor's cache.
 */
const TILE = 16;

/**
 * The matrix as 32-bit floats `[columns, rows]`, ready to multiply a vector from the right: (value
 * - zero point) * scale, which is what the operator computes
 * (https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.MatMulNBits).
 * Written into `out`, which must have room for `columns * rows` numbers.
 */
export function unpackBlocks(
  shape: BlockShape,
  { values, scales, zeroPoints }: BlockContents,
  out: Float32Array,
): void {
  const { rows, columns, bits, blockSize } = shape;
  const blocks = Math.ceil(columns / blockSize);
  const perByte = 8 / bits;
  const mask = 2 ** bits - 1;
  const blockBytes = blockSize / perByte;
  const readZeroPoint = createZeroPointReader(shape, blocks, zeroPoints);
  const scale = new Float32Array(TILE);
  const offset = new Float32Array(TILE);
  for (let firstRow = 0; firstRow < rows; firstRow += TILE) {
    const width = Math.min(TILE, rows - firstRow);
    for (let block = 0; block < blocks; block++) {
      for (let i = 0; i < width; i++) {
        scale[i] = scales[(firstRow + i) * blocks + block] ?? 0;
        offset[i] = readZeroPoint(firstRow + i, block);
      }
      const firstColumn = block * blockSize;
      const bytes = Math.ceil(Math.min(blockSize, columns - firstColumn) / perByte);
      for (let byte = 0; byte < bytes; byte++) {
        const from = (firstRow * blocks + block) * blockBytes + byte;
        for (let part = 0; part < perByte; part++) {
          const column = firstColumn + byte * perByte + part;
          if (column >= columns) break;
          const to = column * rows + firstRow;
          const shift = part * bits;
          for (let i = 0; i < width; i++) {
            const value = ((values[from + i * blocks * blockBytes] as number) >> shift) & mask;
            out[to + i] = (value - (offset[i] as number)) * (scale[i] as number);
          }
        }
      }
    }
  }
}

function createZeroPointReader(
  { bits }: BlockShape,
  blocks: number,
  zeroPoints: Uint8Array | Float32Array | undefined,
): (row: number, block: number) => number {
  if (!zeroPoints) return () => 2 ** (bits - 1);
  if (zeroPoints instanceof Float32Array)
    return (row, block) => zeroPoints[row * blocks + block] ?? 0;
  const perByte = 8 / bits;
  const rowBytes = Math.ceil(blocks / perByte);
  return (row, block) =>
    ((zeroPoints[row * rowBytes + Math.floor(block / perByte)] ?? 0) >>
      ((block % perByte) * bits)) &
    (2 ** bits - 1);
}
