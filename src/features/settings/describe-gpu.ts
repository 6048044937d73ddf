import type { AdapterInfo, DeviceInfo } from '../../engine/device.ts';
import type { GpuVerdict } from '../../engine/gpu/self-test/gpu-verdict.ts';
import { formatBytes } from '../../ui/format.ts';

/** Where models run and why, in a few sentences. */
export function describeDevice({ adapter, wasmThreads }: DeviceInfo): string {
  const processor = `The processor runs small models with ${wasmThreads === 1 ? 'one thread' : `${wasmThreads} threads`}.`;
  if (!adapter) return `This browser offers no GPU. ${processor}`;
  if (adapter.verdict === 'wrong')
    return `Your GPU is ${adapter.name}, but its numbers are wrong with this browser, so the processor is used. ${processor}`;
  if (adapter.isSoftware)
    return `${adapter.name} is a GPU made of software: slower than the processor itself, so it is used only when you ask for it. ${processor}`;
  const half = adapter.hasShaderF16
    ? 'It computes in 16 bits, which halves the memory of most models.'
    : 'It has no 16-bit arithmetic, so models take their 32-bit builds.';
  return `Your GPU is ${adapter.name}, with buffers of up to ${formatBytes(adapter.maxBufferSizeBytes)}. ${half}`;
}

/** What the check of the numbers found. `undefined`: it has not run. */
export function describeVerdict(adapter: AdapterInfo, verdict: GpuVerdict | undefined): string {
  if (!verdict)
    return `Some drivers compute attention wrongly and say nothing. Before ${adapter.name} is used for the first time, a small test compares its numbers with the processor's.`;
  switch (verdict.result) {
    case 'right':
      return `${adapter.name} computes what the processor computes${describeDifference(verdict, 0)}.`;
    case 'right-without-subgroups':
      return `${adapter.name} computes wrongly when subgroups are used${describeDifference(verdict, 0)}, so they are switched off. Without them its numbers are right${describeDifference(verdict, 1)}.`;
    case 'wrong':
      return `${adapter.name} does not compute what the processor computes${describeDifference(verdict, verdict.attempts.length - 1)}, so models run on the processor. A newer driver or browser may mend it.`;
  }
}

function describeDifference({ attempts }: GpuVerdict, place: number): string {
  const { differences, failure } = attempts[place] ?? {};
  if (failure !== undefined) return ` (${failure})`;
  if (!differences) return '';
  const numbers = Object.values(differences);
  if (numbers.some((value) => value === null || !Number.isFinite(value)))
    return ' (some are no numbers)';
  const largest = Math.max(...numbers.map(Number));
  return largest < 1e-6 ? ' (to a millionth)' : ` (largest difference ${formatShare(largest)})`;
}

const formatShare = (share: number) => `${(share * 100).toPrecision(1).replace(/e.*/, '')} %`;

const FEATURES: Readonly<Record<string, string>> = {
  'shader-f16': '16-bit arithmetic',
  subgroups: 'subgroups',
  'timestamp-query': 'time measurement',
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
    ['Kind', adapter.isSoftware ? 'software, computed on the processor' : 'hardware'],
    ['Can do', list(true).join(', ') || 'what every GPU can'],
    ...(lacking.length > 0 ? [['Cannot do', lacking.join(', ')] as [string, string]] : []),
    ['Largest buffer', formatBytes(adapter.maxBufferSizeBytes)],
    ['Largest binding', formatBytes(adapter.maxStorageBufferBindingSizeBytes)],
    [
      'Workgroup',
      `${adapter.maxWorkgroupInvocations} threads, ${formatBytes(adapter.maxWorkgroupStorageBytes)}`,
    ],
  ];
}
