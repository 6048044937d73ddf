/** Writes numbers bit by bit, most significant bit first. */
export interface BitWriter {
  /** The lowest `count` bits of `value`; `count` up to 32. */
  write(value: number, count: number): void;
  /** `zeros` zeros and a one. */
  writeUnary(zeros: number): void;
  /** Pads with zeros to a whole byte. */
  align(): void;
  /** What has been written; whole bytes only. */
  bytes(): Uint8Array<ArrayBuffer>;
}

export function createBitWriter(): BitWriter {
  let buffer = new Uint8Array(16384);
  let length = 0;
  let current = 0;
  let filled = 0;
  function pushBit(bit: number): void {
    current = (current << 1) | bit;
    if (++filled < 8) return;
    if (length === buffer.length) {
      const next = new Uint8Array(2 * buffer.length);
      next.set(buffer);
      buffer = next;
    }
    buffer[length++] = current;
    current = filled = 0;
  }
  return {
    write(value, count) {
      for (let bit = count - 1; bit >= 0; bit--) pushBit((value >>> bit) & 1);
    },
    writeUnary(zeros) {
      for (let index = 0; index < zeros; index++) pushBit(0);
      pushBit(1);
    },
    align() {
      while (filled > 0) pushBit(0);
    },
    bytes: () => buffer.slice(0, length),
  };
}
