/** Reads numbers from bytes that may end too early: what is not there reads as NaN. */
export interface ByteReader {
  readonly length: number;
  u8(at: number): number;
  u16(at: number, isLittleEndian?: boolean): number;
  u32(at: number, isLittleEndian?: boolean): number;
  /** Latin-1; shorter where the bytes end. */
  text(at: number, length: number): string;
}

export function createByteReader(bytes: Uint8Array): ByteReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isThere = (at: number, length: number) => at >= 0 && at + length <= bytes.length;
  return {
    length: bytes.length,
    u8: (at) => (isThere(at, 1) ? view.getUint8(at) : NaN),
    u16: (at, isLittleEndian) => (isThere(at, 2) ? view.getUint16(at, isLittleEndian) : NaN),
    u32: (at, isLittleEndian) => (isThere(at, 4) ? view.getUint32(at, isLittleEndian) : NaN),
    text: (at, length) => String.fromCharCode(...bytes.subarray(at, at + length)),
  };
}
