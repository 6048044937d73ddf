/**
 * The numeric self-test on SwiftShader, whose attention ONNX Runtime computes wrongly as long as it
 * sees subgroups.
 */
import { expect, it } from 'vitest';
import { describeAdapter, type AdapterInfo } from '../src/engine/device.ts';
import { isRight } from '../src/engine/gpu/self-test/compare-devices.ts';
import { createGpuVerdictStore } from '../src/storage/gpu-verdicts.ts';
import { findGpuVerdict, readGpuVerdict } from './gpu-check.ts';

async function findAdapter(): Promise<AdapterInfo> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('This browser offers no WebGPU adapter.');
  return describeAdapter(adapter);
}

it('detects wrong attention, hides subgroups, finds it right, and remembers', async () => {
  const adapter = await findAdapter();
  expect(adapter.features).toContain('subgroups');
  const verdict = await findGpuVerdict(adapter, true);
  expect(verdict.result).toBe('right-without-subgroups');
  const [shown, hidden] = verdict.attempts;
  expect(shown).toMatchObject({ hidesSubgroups: false });
  expect(shown?.differences?.attention).toBeGreaterThan(0.05);
  expect(shown?.differences?.['quantized-product']).toBeLessThan(1e-4);
  expect(hidden).toMatchObject({ hidesSubgroups: true });
  for (const difference of Object.values(hidden?.differences ?? {}))
    expect(difference).toBeLessThan(1e-4);

  expect(await readGpuVerdict(adapter)).toEqual(verdict);
  const begin = performance.now();
  expect(await findGpuVerdict(adapter)).toEqual(verdict);
  expect(performance.now() - begin).toBeLessThan(1000);
  expect(await readGpuVerdict({ ...adapter, id: 'another' })).toBeUndefined();
});

it('retests if an older version stored the verdict differently', async () => {
  const adapter = await findAdapter();
  const verdict = await findGpuVerdict(adapter);
  await createGpuVerdictStore().put({ ...verdict, result: 'fine' as 'right' });
  expect(await readGpuVerdict(adapter)).toBeUndefined();
  await createGpuVerdictStore().put(verdict);
});

it('treats NaN as wrong', () => {
  const differences = {
    'grouped-attention': 0,
    attention: 0,
    'quantized-product': 0,
    'quantized-step': 0,
  };
  expect(isRight(differences)).toBe(true);
  expect(isRight({ ...differences, attention: Number.NaN })).toBe(false);
  expect(isRight({ ...differences, 'quantized-step': 0.01 })).toBe(false);
});
