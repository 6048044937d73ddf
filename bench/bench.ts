/** One measured thing, ours and a peer's side by side. */
export interface BenchRow {
  what: string;
  ours: number;
  peer: number;
  peerName: string;
  unit: string;
}

/** A bench measures with both sides taking turns in one run, on the same files. */
export interface Bench {
  /** What was compared and how, for readers of the table. */
  about: string;
  run(): Promise<BenchRow[]>;
}

/** The value in the middle: one disturbed round does not count. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return (
    ((sorted[Math.ceil(half) - 1] ?? Number.NaN) + (sorted[Math.floor(half)] ?? Number.NaN)) / 2
  );
}
