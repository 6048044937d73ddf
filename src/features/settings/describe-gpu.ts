import type { AdapterInfo, DeviceInfo } from '../../engine/device.ts';
import type { GpuVerdict } from '../../engine/gpu/self-test/gpu-verdict.ts';
import { formatBytes } from '../../ui/format.ts';

/** Where models run and why, in a few sentences. */
export function describeDevice({ adapter, wasmThreads }: DeviceInfo): string {
  const processor = `The processor runs small models with ${wasmThreads === 1 ? 'one thread' : `${wasmThreads} threads`}.`;
  if (!adapter) return `This browser offers no GPU. ${processor}`;
  if (adapter.verdict === 'wrong')
    return `Your GPU is ${adapter.name}, but it gives wrong results in this browser, so the processor is used. ${processor}`;
  if (adapter.isSoftware)
    return `${adapter.name} is a software GPU, slower than the processor, so it is used only if you choose it. ${processor}`;
  const half = adapter.hasShaderF16
    ? 'It supports 16-bit arithmetic, which halves the memory most models need.'
    : 'It has no 16-bit arithmetic, so models use their 32-bit builds.';
  return `Your GPU is ${adapter.name}, with buffers of up to ${formatBytes(adapter.maxBufferSizeBytes)}. ${half}`;
}

/** What the check of the numbers found. `undefined`: it has not run. */
export function describeVerdict(adapter: AdapterInfo, verdict: GpuVerdict | undefined): string {
  if (!verdict)
    return `Some drivers get attention wrong without an error. Before ${adapter.name} is first used, a short test compares its results with the processor's.`;
  switch (verdict.result) {
    case 'right':
      return `${adapter.name} gives the same results as the processor${describeDifference(verdict, 0)}.`;
    case 'right-without-subgroups':
      return `${adapter.name} gives wrong results with subgroups${describeDifference(verdict, 0)}, so they are switched off. Without them its results are right${describeDifference(verdict, 1)}.`;
    case 'wrong':
      return `${adapter.name} gives different results from the processor${describeDifference(verdict, verdict.attempts.length - 1)}, so models run on the processor. A newer driver or browser may fix this.`;
  }
}

function describeDifference({ attempts }: GpuVerdict, place: number): string {
  const { differences, failure } = attempts[place] ?? {};
  if (failure !== undefined) return ` (${failure})`;
  if (!differences) return '';
  const numbers = Object.values(differences);
  if (numbers.some((value) => value === null || !Number.isFinite(value)))
    return ' (some are not numbers)';
  const largest = Math.max(...numbers.map(Number));
  return largest < 1e-6 ? ' (to a millionth)' : ` (largest difference ${formatShare(largest)})`;
}

const formatShare = (share: number) => `${(share * 100).toPrecision(1).replace(/e.*/, '')}%`;

const FEATURES: Readonly<Record<string, string>> = {
  'shader-f16': '16-bit arithmetic',
  subgroups: 'subgroups',
  'timestamp-query': 'timestamps',
};

/** Features and limits that models depend on, as label and value. */
export function listFacts(adapter: AdapterInfo): [label: string, value: string][] {
  const list = (isThere: boolean) =>
    Object.entries(FEATURES).flatMap(([name, words]) =>
      adapter.features.includes(name) === isThere ? [words] : [],
    );
  const lacking = list(false);
  return [
    ['Name', adapter.name],
    ['Kind', adapter.isSoftware ? 'software, run on the processor' : 'hardware'],
    ['Supports', list(true).join(', ') || 'basics only'],
    ...(lacking.length > 0 ? [['Lacks', lacking.join(', ')] as [string, string]] : []),
    ['Largest buffer', formatBytes(adapter.maxBufferSizeBytes)],
    ['Largest binding', formatBytes(adapter.maxStorageBufferBindingSizeBytes)],
    [
      'Workgroup',
      `${adapter.maxWorkgroupInvocations} threads, ${formatBytes(adapter.maxWorkgroupStorageBytes)}`,
    ],
  ];
}
