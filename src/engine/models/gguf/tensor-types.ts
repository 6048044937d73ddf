/** By the number that a GGUF file uses: numbers in a block, and bytes of the block (ggml.h). */
const BLOCKS: Readonly<Record<number, readonly [numbers: number, bytes: number]>> = {
  ...{ 0: [1, 4], 1: [1, 2], 2: [32, 18], 3: [32, 20], 6: [32, 22], 7: [32, 24], 8: [32, 34] },
  ...{ 10: [256, 84], 11: [256, 110], 12: [256, 144], 13: [256, 176], 14: [256, 210] },
  ...{ 16: [256, 66], 17: [256, 74], 18: [256, 98], 19: [256, 50], 20: [32, 18], 21: [256, 110] },
  ...{ 22: [256, 82], 23: [256, 136], 24: [1, 1], 25: [1, 2], 26: [1, 4], 27: [1, 8], 28: [1, 8] },
  ...{ 29: [256, 56], 30: [1, 2], 34: [256, 54], 35: [256, 66], 39: [32, 17], 40: [64, 36] },
};

/** Bytes of a tensor; 0 for a type of a later llama.cpp. */
export function sizeOfTensor(type: number, numbers: number): number {
  const [perBlock, bytes] = BLOCKS[type] ?? [1, 0];
  return Math.ceil(numbers / perBlock) * bytes;
}
