import { createBitWriter, type BitWriter } from './bit-writer.ts';

/**
 * FLAC (RFC 9639) of one channel with 16 bits: fixed predictors and Rice codes, which for speech is
 * close to what more effort gives.
 */

/** Samples of a frame; only the last one has fewer. */
export const FLAC_BLOCK = 4096;
const BITS = 16;
const MAX_RICE_PARAMETER = 14;

/** A frame of up to 4096 samples. `number`: counted from 0. */
export function encodeFlacFrame(
  samples: Int16Array,
  sampleRate: number,
  number: number,
): Uint8Array<ArrayBuffer> {
  const header = writeHeader(samples.length, sampleRate, number);
  const writer = createBitWriter();
  for (const byte of [...header, crc8(header)]) writer.write(byte, 8);
  writeSubframe(writer, samples);
  writer.align();
  const frame = writer.bytes();
  writer.write(crc16(frame), 16);
  return writer.bytes();
}

/** The STREAMINFO block (34 bytes); the unknown (sizes, number of samples, MD5) is 0. */
export function writeStreamInfo(sampleRate: number): Uint8Array<ArrayBuffer> {
  const writer = createBitWriter();
  writer.write(FLAC_BLOCK, 16);
  writer.write(FLAC_BLOCK, 16);
  writer.write(0, 24);
  writer.write(0, 24);
  writer.write(sampleRate, 20);
  writer.write(0, 3);
  writer.write(BITS - 1, 5);
  for (let byte = 0; byte < 21; byte++) writer.write(0, byte === 20 ? 4 : 8);
  return writer.bytes();
}

const RATE_CODES: Readonly<Record<number, number>> = {
  8000: 4,
  16000: 5,
  22050: 6,
  24000: 7,
  32000: 8,
  44100: 9,
  48000: 10,
};

function writeHeader(length: number, sampleRate: number, number: number): Uint8Array {
  const writer = createBitWriter();
  writer.write(0b11111111111110, 14);
  writer.write(0, 2);
  writer.write(length === FLAC_BLOCK ? 12 : 7, 4);
  writer.write(RATE_CODES[sampleRate] ?? 0, 4);
  writer.write(0, 4);
  writer.write(0b100, 3);
  writer.write(0, 1);
  for (const byte of encodeFrameNumber(number)) writer.write(byte, 8);
  if (length !== FLAC_BLOCK) writer.write(length - 1, 16);
  return writer.bytes();
}

/** As UTF-8 writes a code point. */
function encodeFrameNumber(number: number): number[] {
  if (number < 0x80) return [number];
  const tail: number[] = [];
  let rest = number;
  for (let room = 0x20; rest >= room || tail.length === 0; room >>= 1) {
    tail.unshift(0x80 | (rest & 0x3f));
    rest = Math.floor(rest / 64);
    if (rest < room) break;
  }
  const lead = (0xff << (7 - tail.length)) & 0xff;
  return [lead | rest, ...tail];
}

function writeSubframe(writer: BitWriter, samples: Int16Array): void {
  const { order, residual } = predict(samples);
  writer.write(0, 1);
  writer.write(0b001000 | order, 6);
  writer.write(0, 1);
  for (const sample of samples.subarray(0, order)) writer.write(sample & 0xffff, BITS);
  const partitions = choosePartitions(samples.length, order);
  writer.write(0, 2);
  writer.write(partitions, 4);
  const size = samples.length >> partitions;
  for (let part = 0; part < 1 << partitions; part++) {
    const from = part === 0 ? 0 : part * size - order;
    writeRice(writer, residual.subarray(from, (part + 1) * size - order));
  }
}

/** Parts of 512 samples: speech changes that fast. The last frame may not divide. */
function choosePartitions(length: number, order: number): number {
  return length === FLAC_BLOCK && order < 512 ? 3 : 0;
}

/** The fixed predictor (order 0 to 4) whose residual is smallest. */
function predict(samples: Int16Array): { order: number; residual: Int32Array } {
  let difference = Int32Array.from(samples);
  let best = { order: 0, residual: difference, size: sizeOf(difference) };
  for (let order = 1; order <= Math.min(4, samples.length - 1); order++) {
    difference = difference.subarray(1).map((value, index) => value - (difference[index] ?? 0));
    const size = sizeOf(difference);
    if (size < best.size) best = { order, residual: difference, size };
  }
  return best;
}

const sizeOf = (values: Int32Array) => values.reduce((sum, value) => sum + Math.abs(value), 0);

function writeRice(writer: BitWriter, residual: Int32Array): void {
  const mean = sizeOf(residual) / Math.max(1, residual.length);
  const parameter = Math.min(MAX_RICE_PARAMETER, Math.max(0, Math.floor(Math.log2(mean + 1))));
  writer.write(parameter, 4);
  for (const value of residual) {
    const folded = value >= 0 ? 2 * value : -2 * value - 1;
    writer.writeUnary(folded >>> parameter);
    writer.write(folded, parameter);
  }
}

function crc8(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => {
    let crc = sum ^ byte;
    for (let bit = 0; bit < 8; bit++)
      crc = crc & 0x80 ? ((crc << 1) ^ 0x07) & 0xff : (crc << 1) & 0xff;
    return crc;
  }, 0);
}

function crc16(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => {
    let crc = sum ^ (byte << 8);
    for (let bit = 0; bit < 8; bit++)
      crc = crc & 0x8000 ? ((crc << 1) ^ 0x8005) & 0xffff : (crc << 1) & 0xffff;
    return crc;
  }, 0);
}
