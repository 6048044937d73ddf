/**
 * Changes how fast speech is played and leaves its pitch. Samples go in at the front and come out
 * stretched.
 */
export interface TimeStretcher {
  /** 0.5 to 3; 1 plays the samples as they are. Takes effect within a frame. */
  setRate(rate: number): void;
  push(samples: Float32Array): void;
  /**
   * Fills the output from its beginning and returns how many samples it got; fewer than asked for
   * when the input runs out.
   */
  pull(output: Float32Array): number;
  /**
   * Says that nothing more comes: the rest is given out instead of being held back for the next
   * frame.
   */
  end(): void;
  /** Samples of the input that have been heard. */
  readonly position: number;
  /** Samples of the input that are waiting. */
  readonly waiting: number;
  clear(): void;
}

const FRAME_SECONDS = 0.03;
const SEARCH_SECONDS = 0.01;

/**
 * WSOLA (Verhelst and Roelands, 1993): frames are taken from the input at the rate wanted and laid
 * over each other at half their length; each is moved within a search window to where it continues
 * the one before best.
 */
export function createTimeStretcher(sampleRate: number): TimeStretcher {
  const hop = Math.round((FRAME_SECONDS * sampleRate) / 2);
  const search = Math.round(SEARCH_SECONDS * sampleRate);
  const window = Float32Array.from(
    { length: 2 * hop },
    (_, index) => 0.5 - 0.5 * Math.cos((Math.PI * (index + 0.5)) / hop),
  );
  const input = createSampleQueue();
  const tail = new Float32Array(hop);
  const ready = createSampleQueue();
  let rate = 1;
  let target = 0;
  let hasTail = false;
  let isEnded = false;

  /** Makes `hop` samples more; `false` when the input does not reach far enough. */
  function makeFrame(): boolean {
    if (input.length < 2 * hop + 2 * search) return false;
    const at = hasTail ? findBest(input, tail, Math.round(target), search) : 0;
    const frame = input.peek(at, 2 * hop);
    const mixed = Float32Array.from({ length: hop }, (_, index) =>
      hasTail
        ? (frame[index] ?? 0) * (window[index] ?? 0) +
          (tail[index] ?? 0) * (window[hop + index] ?? 0)
        : (frame[index] ?? 0),
    );
    ready.push(mixed);
    tail.set(frame.subarray(hop));
    hasTail = true;
    target += hop * rate;
    const passed = Math.max(0, Math.floor(target) - search);
    input.drop(passed);
    target -= passed;
    return true;
  }

  return {
    setRate: (next) => void (rate = next),
    push: (samples) => input.push(samples),
    pull(output) {
      while (ready.length < output.length && rate !== 1 && makeFrame());
      const missing = output.length - ready.length;
      const isLast = isEnded && input.length < 2 * hop + 2 * search;
      if (missing > 0 && (rate === 1 || isLast)) passThrough(missing);
      return ready.take(output);
    },
    end: () => void (isEnded = true),
    get position() {
      return input.dropped + Math.round(target) - Math.round(ready.length * rate);
    },
    get waiting() {
      return input.length + ready.length;
    },
    clear() {
      input.clear();
      ready.clear();
      target = 0;
      hasTail = isEnded = false;
    },
  };

  /** The input as it is, no more than is wanted: the rate may change before the rest is heard. */
  function passThrough(count: number): void {
    const at = Math.round(target);
    const copy = input.peek(at, Math.max(count, hasTail ? hop : 0)).slice();
    if (hasTail) blend(copy, tail, window, hop);
    hasTail = false;
    ready.push(copy);
    input.drop(at + copy.length);
    target = 0;
  }
}

/** The place near `target` at which the input continues `tail` best. */
function findBest(input: SampleQueue, tail: Float32Array, target: number, search: number): number {
  const first = Math.max(0, target - search);
  const last = Math.min(input.length - 2 * tail.length, target + search);
  let best = Math.max(0, Math.min(target, last));
  let bestScore = -Infinity;
  // Every second place and every fourth sample are enough for speech, and a quarter of an eighth of
  // the work.
  for (let at = first; at <= last; at += 2) {
    const part = input.peek(at, tail.length);
    let product = 0;
    let energy = 1e-9;
    for (let index = 0; index < tail.length; index += 4) {
      const sample = part[index] ?? 0;
      product += sample * (tail[index] ?? 0);
      energy += sample * sample;
    }
    const score = product / Math.sqrt(energy);
    if (score > bestScore) [bestScore, best] = [score, at];
  }
  return best;
}

function blend(samples: Float32Array, tail: Float32Array, window: Float32Array, hop: number): void {
  for (let index = 0; index < Math.min(hop, samples.length); index++)
    samples[index] =
      (samples[index] ?? 0) * (window[index] ?? 0) +
      (tail[index] ?? 0) * (window[hop + index] ?? 0);
}

type SampleQueue = ReturnType<typeof createSampleQueue>;

/** Samples in a row: appended at the end, dropped at the front. */
function createSampleQueue() {
  let buffer = new Float32Array(8192);
  let start = 0;
  let end = 0;
  let dropped = 0;
  return {
    get length() {
      return end - start;
    },
    get dropped() {
      return dropped;
    },
    push(samples: Float32Array) {
      if (end + samples.length > buffer.length) {
        const next = new Float32Array(Math.max(buffer.length, 2 * (end - start + samples.length)));
        next.set(buffer.subarray(start, end));
        [buffer, end, start] = [next, end - start, 0];
      }
      buffer.set(samples, end);
      end += samples.length;
    },
    peek: (at: number, length: number) =>
      buffer.subarray(start + at, Math.min(end, start + at + length)),
    drop(count: number) {
      const passed = Math.min(count, end - start);
      start += passed;
      dropped += passed;
    },
    take(output: Float32Array) {
      const count = Math.min(output.length, end - start);
      output.set(buffer.subarray(start, start + count));
      start += count;
      return count;
    },
    clear() {
      start = end = dropped = 0;
    },
  };
}

/**
 * All samples at once, for files.
 *
 * @example
 * const second = new Float32Array(16_000).map((_, at) => Math.sin(at / 20));
 * stretchSamples(second, 16_000, 2).length / 16_000 < 0.6; // → true
 */
export function stretchSamples(
  samples: Float32Array,
  sampleRate: number,
  rate: number,
): Float32Array<ArrayBuffer> {
  const stretcher = createTimeStretcher(sampleRate);
  stretcher.setRate(rate);
  stretcher.push(samples);
  stretcher.end();
  const output = new Float32Array(Math.ceil(samples.length / rate) + sampleRate);
  return output.slice(0, stretcher.pull(output));
}
