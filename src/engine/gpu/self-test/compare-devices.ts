import type { InferenceSession } from 'onnxruntime-common';
import type { BrowserDevice } from '../../device.ts';
import type { Ort } from '../../host.ts';
import { listProbeInputs, PROBED, writeProbeGraph, type Probed } from './probe-graph.ts';

/**
 * How far the GPU's numbers are off the processor's, relative to the largest; Infinity if they are
 * NaN.
 */
export type Differences = Readonly<Record<Probed, number>>;

/**
 * 32-bit floats added in another order differ by a millionth; the known faults by a twentieth and
 * more.
 */
const MAX_DIFFERENCE = 5e-3;

export function isRight(differences: Differences): boolean {
  return PROBED.every((name) => differences[name] <= MAX_DIFFERENCE);
}

/** Computes the probe on both devices with one runtime. Throws what the runtime throws. */
export async function compareDevices(ort: Ort): Promise<Differences> {
  const reference = await runProbe(ort, 'wasm');
  const tested = await runProbe(ort, 'webgpu');
  const compare = (name: Probed) =>
    [name, largestDifference(reference[name], tested[name])] as const;
  return Object.fromEntries(PROBED.map(compare)) as Record<Probed, number>;
}

async function runProbe(ort: Ort, device: BrowserDevice): Promise<Record<Probed, Float32Array>> {
  const options: InferenceSession.SessionOptions = {
    executionProviders: [device],
    logSeverityLevel: 3,
  };
  const session = await ort.InferenceSession.create(writeProbeGraph(), options);
  try {
    const feeds = listProbeInputs().map(({ name, type, dims, data }) => [
      name,
      new ort.Tensor(type, data, dims),
    ]);
    const results = await session.run(Object.fromEntries(feeds) as InferenceSession.FeedsType);
    const read = async (name: Probed) =>
      [name, (await results[name]?.getData()) as Float32Array] as const;
    return Object.fromEntries(await Promise.all(PROBED.map(read))) as Record<Probed, Float32Array>;
  } finally {
    await session.release();
  }
}

/** Of the two, as a share of the reference's largest number. */
export function largestDifference(reference: Float32Array, tested: Float32Array): number {
  let [difference, largest] = [0, 0];
  for (const [i, value] of reference.entries()) {
    const other = tested[i] ?? Number.NaN;
    if (!Number.isFinite(other)) return Infinity;
    difference = Math.max(difference, Math.abs(value - other));
    largest = Math.max(largest, Math.abs(value));
  }
  return difference / largest;
}
