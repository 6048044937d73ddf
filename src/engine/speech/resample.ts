type Samples = Float32Array<ArrayBuffer>;

/** Zero crossings of the sinc on either side: from 0.91 of the lower Nyquist frequency on it falls. */
const CROSSINGS = 64;
/** Of the Kaiser window: nothing above -90 dB is left beyond that frequency. */
const BETA = 8.96;
/** Middle of the fall, as a share of the lower Nyquist frequency. */
const CUTOFF = 0.955;

/**
 * One channel at another sample rate (both in Hz), piece by piece: a polyphase filter of windowed
 * sinc, without delay or change of length, whose result does not depend on the pieces. A piece waits
 * for the 64 samples of the lower rate after it (4 ms at 16 kHz).
 */
export async function* resample(
  pieces: AsyncIterable<Samples>,
  from: number,
  to: number,
): AsyncGenerator<Samples> {
  if (from === to) {
    yield* pieces;
    return;
  }
  const resampler = createResampler(from, to);
  for await (const piece of pieces) {
    const made = resampler.push(piece);
    if (made.length > 0) yield made;
  }
  const rest = resampler.end();
  if (rest.length > 0) yield rest;
}

const NOTHING: Samples = new Float32Array();

export interface Resampler {
  /** What can be said once this has come. */
  push(piece: Samples): Samples;
  /** The rest, as if silence followed. */
  end(): Samples;
}

/** For those who do not wait for their pieces; the rates differ or not. */
export function createResampler(from: number, to: number): Resampler {
  const divisor = greatestCommonDivisor(from, to);
  const [up, down] = [to / divisor, from / divisor];
  const reach = Math.ceil(CROSSINGS * Math.max(1, down / up));
  const phases = Array.from({ length: up }, (_, phase) =>
    writePhase(phase / up, reach, Math.min(1, up / down)),
  );
  let held: Samples = new Float32Array(reach);
  /** Place of the first held sample: silence comes before the sound. */
  let first = -reach;
  let received = 0;
  let written = 0;

  /** All samples before this one, for which enough is held. */
  function write(until: number): Samples {
    const made = new Float32Array(Math.max(0, until - written));
    for (let at = 0; at < made.length; at++, written++) {
      const place = Math.floor((written * down) / up);
      const phase = phases[(written * down) % up] ?? NOTHING;
      made[at] = weigh(held, place - reach + 1 - first, phase);
    }
    const needed = Math.floor((written * down) / up) - reach + 1;
    const spent = Math.min(held.length, Math.max(0, needed - first));
    held = held.slice(spent);
    first += spent;
    return made;
  }

  return {
    push(piece) {
      held = join(held, piece);
      received += piece.length;
      return write(Math.ceil(((received - reach) * up) / down));
    },
    end() {
      held = join(held, new Float32Array(reach));
      return write(Math.ceil((received * up) / down));
    },
  };
}

/** Weights of the `2 * reach` samples around a place between two samples; their sum is 1. */
function writePhase(offset: number, reach: number, ratio: number): Samples {
  const cutoff = CUTOFF * ratio;
  const weights = Float64Array.from({ length: 2 * reach }, (_, tap) => {
    const x = tap - reach + 1 - offset;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * cutoff * x) / (Math.PI * cutoff * x);
    const inside = 1 - (x / reach) ** 2;
    return inside > 0 ? sinc * bessel(BETA * Math.sqrt(inside)) : 0;
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return Float32Array.from(weights, (weight) => weight / sum);
}

/** The modified Bessel function of the first kind and order 0, by its series. */
function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function weigh(samples: Samples, begin: number, weights: Samples): number {
  let sum = 0;
  for (let at = 0; at < weights.length; at++)
    sum += (samples[begin + at] ?? 0) * (weights[at] ?? 0);
  return sum;
}

function join(a: Samples, b: Samples): Samples {
  const joined = new Float32Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
