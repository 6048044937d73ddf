import fc from 'fast-check';
import { cpuTimeMs } from '../cpu-time.fixture.ts';
import { EngineError } from '../errors.ts';

/**
 * Inputs made from a short plan, which is what a fault prints: the bytes themselves would tell
 * nobody anything.
 */
export interface Inputs<T> {
  plans: fc.Arbitrary<unknown>;
  make(plan: unknown): T;
}

/** Pairs plans with what makes an input of one. */
export function inputsFrom<P, T>(plans: fc.Arbitrary<P>, make: (plan: P) => T): Inputs<T> {
  return { plans, make: make as (plan: unknown) => T };
}

export interface FuzzLimits {
  /** How many inputs; `npm run fuzz` takes a multiple. */
  runs?: number;
  /** Processor time of one input. */
  cpuMs?: number;
  /** By how much one input may raise the process's highest use of memory. */
  memoryBytes?: number;
}

const DEFAULT_SEED = 20_261_130;

const { env } = process;
/** Of the inputs, and by how much more is tried than by every run of all tests. */
export const [FUZZ_SEED, FUZZ_FACTOR] = [
  env.FUZZ_SEED === undefined ? undefined : Number(env.FUZZ_SEED),
  Number(env.FUZZ_FACTOR ?? 1),
];

/**
 * Feeds a reader with inputs. It may refuse one with an `EngineError`; anything else that it throws
 * is a fault, and so is one that takes more time or memory than allowed. A fault prints its seed
 * and its path, for `npm run fuzz -- --seed …`, which also tries many times more.
 */
export async function fuzz<T>(
  { plans, make }: Inputs<T>,
  read: (input: T) => unknown,
  { runs = 100, cpuMs = 2000, memoryBytes = 384 * 2 ** 20 }: FuzzLimits = {},
): Promise<void> {
  const property = fc.asyncProperty(plans, async (plan) => {
    const input = make(plan);
    const [startedAt, peak] = [cpuTimeMs(), peakBytes()];
    await readOrRefuse(read, input);
    const [took, grew] = [cpuTimeMs() - startedAt, peakBytes() - peak];
    if (took > cpuMs) throw new Error(`It took ${Math.round(took)} ms of ${cpuMs}.`);
    if (grew > memoryBytes) throw new Error(`It took ${grew} bytes of ${memoryBytes}.`);
  });
  await fc.assert(property, {
    seed: FUZZ_SEED ?? DEFAULT_SEED,
    numRuns: Math.round(runs * FUZZ_FACTOR),
    // Making a slow input smaller must not take longer than the test may.
    interruptAfterTimeLimit: 25_000 * FUZZ_FACTOR,
  });
}

async function readOrRefuse<T>(read: (input: T) => unknown, input: T): Promise<void> {
  try {
    await read(input);
  } catch (thrown) {
    if (!(thrown instanceof EngineError) || thrown.code === 'internal') throw thrown;
  }
}

const peakBytes = () => process.resourceUsage().maxRSS * 1024;
