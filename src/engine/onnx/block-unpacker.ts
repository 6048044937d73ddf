import { createSimdUnpacker } from './simd-unpacker.ts';
import { unpackBlocks, type BlockContents, type BlockShape } from './unpack-blocks.ts';

/** See `unpackBlocks`. Gives memory that the next call uses again. */
export type BlockUnpacker = (
  shape: BlockShape,
  contents: BlockContents,
) => Float32Array<ArrayBuffer>;

/** With vectors where there are any and the form allows it. */
export function createBlockUnpacker(): BlockUnpacker {
  const simd = createSimdUnpacker();
  let borrowed = new Float32Array(0);
  return (shape, contents) => {
    const done = simd?.unpack(shape, contents);
    if (done) return done;
    const count = shape.rows * shape.columns;
    if (borrowed.length < count) borrowed = new Float32Array(count);
    const numbers = borrowed.subarray(0, count);
    unpackBlocks(shape, contents, numbers);
    return numbers;
  };
}
