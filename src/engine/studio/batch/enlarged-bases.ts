import { hashChunk } from '../../models/digest.ts';

/** Bases that were enlarged: other words or another crop need not enlarge them again. */
export interface EnlargedBases {
  match(base: Blob, factor: number): Promise<Blob | undefined>;
  put(base: Blob, factor: number, enlarged: Blob): Promise<void>;
}

const MOST_BYTES = 64 * 2 ** 20;

/** The last ones, while the process lasts; one that is larger than all may be is left out. */
export function createEnlargedBases(mostBytes = MOST_BYTES): EnlargedBases {
  const known = new Map<string, Blob>();
  const keyOf = async (base: Blob, factor: number) =>
    `${factor} ${await hashChunk(new Uint8Array(await base.arrayBuffer()))}`;
  return {
    match: async (base, factor) => known.get(await keyOf(base, factor)),
    async put(base, factor, enlarged) {
      if (enlarged.size > mostBytes) return;
      known.set(await keyOf(base, factor), enlarged);
      let total = 0;
      for (const { size } of known.values()) total += size;
      for (const [oldest, { size }] of known) {
        if (total <= mostBytes) break;
        known.delete(oldest);
        total -= size;
      }
    },
  };
}
