/** How to draw a token: names and ranges as in chat-engine.ts, every field required. */
export interface SamplingOptions {
  temperature: number;
  topP: number;
  /** `Infinity`: all. */
  topK: number;
  minP: number;
  seed: number;
}

/** Draws a token from logits `[vocabulary]`; logits are left as they are. */
export type Sampler = (logits: Float32Array) => number;

/** A sampler with its own random numbers: the same seed and logits give the same tokens. */
export function createSampler({ seed, ...options }: SamplingOptions): Sampler {
  if (options.temperature === 0 || options.topK === 1) return findLargest;
  const random = createRandom(seed);
  return (logits) => drawFrom(listCandidates(logits, options), random());
}

interface Candidate {
  token: number;
  /** Not normalised. */
  weight: number;
}

/**
 * The tokens to draw from, likeliest first: the softmax cut by top-k, by min-p (Nguyen et al. 2024)
 * and to the nucleus (Holtzman et al. 2020, "The Curious Case of Neural Text Degeneration").
 */
function listCandidates(
  logits: Float32Array,
  { temperature, topP, topK, minP }: Omit<SamplingOptions, 'seed'>,
): Candidate[] {
  const largest = logits[findLargest(logits)] ?? 0;
  const weights = logits.map((logit) => Math.exp((logit - largest) / temperature));
  const wanted = topP * weights.reduce((sum, weight) => sum + weight, 0);
  // Few tokens hold nearly all of the mass; sorting only those is exact when they reach the wanted
  // share.
  for (const smallest of [1e-3, 1e-6, 0]) {
    const { candidates, mass } = collect(weights, Math.max(smallest, minP));
    const isEnough =
      smallest === 0 ||
      minP >= smallest ||
      (mass >= wanted && topK <= candidates.length) ||
      (mass >= wanted && topK === Infinity);
    if (!isEnough) continue;
    candidates.sort((a, b) => b.weight - a.weight || a.token - b.token);
    return cutAt(candidates.slice(0, topK), wanted);
  }
  return [];
}

function collect(
  weights: Float32Array,
  smallest: number,
): { candidates: Candidate[]; mass: number } {
  const candidates: Candidate[] = [];
  let mass = 0;
  for (let token = 0; token < weights.length; token++) {
    const weight = weights[token] ?? 0;
    if (weight < smallest || weight === 0) continue;
    candidates.push({ token, weight });
    mass += weight;
  }
  return { candidates, mass };
}

/** The first candidates whose weights reach the sum. */
function cutAt(candidates: Candidate[], wanted: number): Candidate[] {
  let mass = 0;
  const end = candidates.findIndex(({ weight }) => (mass += weight) >= wanted);
  return end < 0 ? candidates : candidates.slice(0, end + 1);
}

function drawFrom(candidates: readonly Candidate[], random: number): number {
  let left = random * candidates.reduce((sum, { weight }) => sum + weight, 0);
  return (candidates.find(({ weight }) => (left -= weight) < 0) ?? candidates.at(-1))?.token ?? 0;
}

/** The index of the largest number, the first of equals. */
export function findLargest(numbers: Float32Array): number {
  let best = 0;
  let largest = -Infinity;
  for (let index = 0; index < numbers.length; index++) {
    const value = numbers[index] ?? -Infinity;
    if (value <= largest) continue;
    largest = value;
    best = index;
  }
  return best;
}

/**
 * Uniform numbers in [0, 1): mulberry32, a 32-bit generator that gives the same sequence
 * everywhere.
 */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
