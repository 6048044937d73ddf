const WINDOW_MS = 4000;
const MIN_ELAPSED_MS = 300;

/**
 * Bytes per second over the last seconds, from the bytes loaded so far; 0 until there is something
 * to measure.
 */
export function createSpeedometer(): (loadedBytes: number) => number {
  let samples: { at: number; bytes: number }[] = [];
  return (bytes) => {
    const at = performance.now();
    samples = [...samples.filter((sample) => at - sample.at < WINDOW_MS), { at, bytes }];
    const [first] = samples;
    if (!first || at - first.at < MIN_ELAPSED_MS) return 0;
    return Math.max(0, ((bytes - first.bytes) / (at - first.at)) * 1000);
  };
}
