import * as z from 'zod/mini';
import { EngineError } from '../../errors.ts';
import { isRight, type Differences } from './compare-devices.ts';

const attemptSchema = z.object({
  hidesSubgroups: z.boolean(),
  /** By what was computed; Infinity becomes `null` on its way through some stores. */
  differences: z.optional(z.record(z.string(), z.nullable(z.number()))),
  /** Why there are no differences: the runtime failed or did not answer. */
  failure: z.optional(z.string()),
});
export type GpuAttempt = z.infer<typeof attemptSchema>;

/** The self-test's result for one adapter with one runtime and browser. */
export const gpuVerdictSchema = z.object({
  /** Adapter, runtime and browser: a change of any of them triggers a new test. */
  key: z.string(),
  /** `wrong`: the GPU is not used, unless another test says otherwise. */
  result: z.enum(['right', 'right-without-subgroups', 'wrong']),
  attempts: z.array(attemptSchema),
  testedAt: z.number(),
});
export type GpuVerdict = z.infer<typeof gpuVerdictSchema>;

/** Computes the probe in a fresh runtime: what it makes of an adapter is decided when it starts. */
export type MeasureGpu = (hidesSubgroups: boolean) => Promise<Differences>;

/**
 * Tests an adapter as it is, then, where its numbers are wrong, without subgroups. Throws nothing
 * but `aborted`.
 */
export async function testGpu(
  key: string,
  measure: MeasureGpu,
  now: () => number = Date.now,
): Promise<GpuVerdict> {
  const attempts: GpuAttempt[] = [];
  for (const hidesSubgroups of [false, true]) {
    const attempt = await attemptOnce(measure, hidesSubgroups);
    attempts.push(attempt.record);
    if (!attempt.isRight) continue;
    return {
      key,
      result: hidesSubgroups ? 'right-without-subgroups' : 'right',
      attempts,
      testedAt: now(),
    };
  }
  return { key, result: 'wrong', attempts, testedAt: now() };
}

async function attemptOnce(
  measure: MeasureGpu,
  hidesSubgroups: boolean,
): Promise<{ record: GpuAttempt; isRight: boolean }> {
  try {
    const differences = await measure(hidesSubgroups);
    return { record: { hidesSubgroups, differences }, isRight: isRight(differences) };
  } catch (thrown) {
    const error = EngineError.from(thrown);
    if (error.code === 'aborted') throw error;
    return { record: { hidesSubgroups, failure: error.message }, isRight: false };
  }
}
