/*
 * 4-bit weights in blocks (MatMulNBits) as 32-bit floats, transposed: the same numbers as
 * src/engine/onnx/unpack-blocks.ts writes, sixteen outputs at a time.
 */
#include <stdint.h>
#include <wasm_simd128.h>

enum { TILE = 16, PART_BYTES = 16, PART_COLUMNS = 2 * PART_BYTES };

extern unsigned char __heap_base;

/* Where the caller may put its arrays. */
__attribute__((export_name("heapBase"))) uint32_t heap_base(void) {
  return (uint32_t)&__heap_base;
}

/* Four rounds of interleaving turn the rows of 16 x 16 bytes into columns. */
static void transpose(v128_t tile[TILE]) {
  for (int round = 0; round < 4; round++) {
    v128_t next[TILE];
    for (int i = 0; i < TILE / 2; i++) {
      const v128_t a = tile[i], b = tile[i + TILE / 2];
      next[2 * i] = wasm_i8x16_shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      next[2 * i + 1] =
          wasm_i8x16_shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    }
    for (int i = 0; i < TILE; i++) tile[i] = next[i];
  }
}

static inline void write_four(float *out, v128_t numbers, v128_t offset, v128_t scale) {
  const v128_t exact = wasm_f32x4_sub(wasm_f32x4_convert_i32x4(numbers), offset);
  wasm_v128_store(out, wasm_f32x4_mul(exact, scale));
}

/* One column of sixteen outputs: a number in each byte. */
static inline void write_column(float *out, v128_t numbers, const v128_t offset[4],
                                const v128_t scale[4]) {
  const v128_t low = wasm_u16x8_extend_low_u8x16(numbers);
  const v128_t high = wasm_u16x8_extend_high_u8x16(numbers);
  write_four(out, wasm_u32x4_extend_low_u16x8(low), offset[0], scale[0]);
  write_four(out + 4, wasm_u32x4_extend_high_u16x8(low), offset[1], scale[1]);
  write_four(out + 8, wasm_u32x4_extend_low_u16x8(high), offset[2], scale[2]);
  write_four(out + 12, wasm_u32x4_extend_high_u16x8(high), offset[3], scale[3]);
}

/* Of sixteen rows, the number of one block. */
static inline void gather(v128_t into[4], const float *from, uint32_t blocks) {
  for (int i = 0; i < 4; i++, from += 4 * blocks)
    into[i] = wasm_f32x4_make(from[0], from[blocks], from[2 * blocks], from[3 * blocks]);
}

/*
 * values [rows, blocks, block_size / 2], scales and offsets [rows, blocks], out [columns, rows].
 * `rows` is a multiple of 16, `block_size` one of 32, `columns` one of the block size.
 */
__attribute__((export_name("unpack"))) void unpack(const uint8_t *values, const float *scales,
                                                   const float *offsets, float *out, uint32_t rows,
                                                   uint32_t columns, uint32_t block_size) {
  const uint32_t blocks = columns / block_size;
  const uint32_t row_bytes = columns / 2;
  /* Thirty-two columns at a time, each of which is written from its beginning to its end. */
  for (uint32_t column = 0; column < columns; column += PART_COLUMNS) {
    const uint32_t block = column / block_size;
    for (uint32_t row = 0; row < rows; row += TILE) {
      v128_t scale[4], offset[4], tile[TILE];
      gather(scale, scales + row * blocks + block, blocks);
      gather(offset, offsets + row * blocks + block, blocks);
      const uint8_t *from = values + row * row_bytes + column / 2;
      for (int i = 0; i < TILE; i++) tile[i] = wasm_v128_load(from + i * row_bytes);
      transpose(tile);
      float *to = out + column * rows + row;
      for (int i = 0; i < PART_BYTES; i++, to += 2 * rows) {
        write_column(to, wasm_v128_and(tile[i], wasm_i8x16_splat(15)), offset, scale);
        write_column(to + rows, wasm_u8x16_shr(tile[i], 4), offset, scale);
      }
    }
  }
}
