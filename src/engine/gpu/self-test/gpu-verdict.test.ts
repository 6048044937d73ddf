import { expect, it, vi } from 'vitest';
import { EngineError } from '../../errors.ts';
import { largestDifference, type Differences } from './compare-devices.ts';
import { testGpu } from './gpu-verdict.ts';

const differences = (attention: number): Differences => ({
  'grouped-attention': 0,
  attention,
  'quantized-product': 1e-6,
  'quantized-step': 0,
});

it('trusts a GPU that is right the first time', async () => {
  const measure = vi.fn().mockResolvedValue(differences(1e-5));
  await expect(testGpu('a', measure, () => 5)).resolves.toEqual({
    key: 'a',
    result: 'right',
    attempts: [{ hidesSubgroups: false, differences: differences(1e-5) }],
    testedAt: 5,
  });
  expect(measure).toHaveBeenCalledTimes(1);
});

it('tries without subgroups before giving up on a GPU', async () => {
  const measure = (hidden: boolean) => Promise.resolve(differences(hidden ? 1e-5 : 0.2));
  await expect(testGpu('a', measure)).resolves.toMatchObject({ result: 'right-without-subgroups' });
  await expect(testGpu('a', async () => differences(0.2))).resolves.toMatchObject({
    result: 'wrong',
  });
});

it('treats a failing runtime as an unusable GPU, with the reason', async () => {
  const failing = async () => {
    throw new EngineError('internal', 'no answer within 120 seconds');
  };
  await expect(testGpu('a', failing)).resolves.toMatchObject({
    result: 'wrong',
    attempts: [{ failure: 'no answer within 120 seconds' }, { hidesSubgroups: true }],
  });
});

it('measures differences relative to the numbers', () => {
  expect(largestDifference(Float32Array.of(10, -20), Float32Array.of(10, -19))).toBeCloseTo(0.05);
  expect(largestDifference(Float32Array.of(1, 2), Float32Array.of(1))).toBe(Infinity);
  expect(largestDifference(Float32Array.of(1, 2), Float32Array.of(1, Number.NaN))).toBe(Infinity);
});
