import { hasLargeWasm } from '../engine/chat/gguf/has-large-wasm.ts';
import { describeAdapter, type AdapterInfo, type DeviceInfo } from '../engine/device.ts';
import { EngineError } from '../engine/errors.ts';
import type { GpuVerdict } from '../engine/gpu/self-test/gpu-verdict.ts';
import { VERDICT_CHANNEL } from '../../workers/gpu-verdict-channel.ts';
import { createObservable, type Observable, type WritableObservable } from './observable.ts';

/** What is known about this GPU's results. */
export type GpuCheckState =
  | { status: 'unknown' }
  | { status: 'running' }
  | { status: 'done'; verdict: GpuVerdict }
  | { status: 'failed'; error: EngineError };

/** The machine as the page knows it. */
export interface DeviceProbe extends Observable<DeviceInfo | null> {
  readonly check: Observable<GpuCheckState>;
  /** Runs the numeric self-test, whatever is remembered. Failures are a state. */
  checkAgain(): Promise<void>;
  /** The same only where nothing is remembered. */
  checkIfUnknown(): Promise<void>;
}

/** Not needed for the first paint. */
const loadCheck = () => import('../../workers/gpu-check.ts');

/** What this machine offers, as far as the page can see; `null` until queried. */
export function createDeviceProbe(): DeviceProbe {
  const device = createObservable<DeviceInfo | null>(null);
  const check = createObservable<GpuCheckState>({ status: 'unknown' });
  const probed = probe(device, check);
  // A worker, of this tab or another one, has found something out.
  new BroadcastChannel(VERDICT_CHANNEL).addEventListener(
    'message',
    () => void probe(device, check),
  );
  async function run(again: boolean): Promise<void> {
    await probed;
    const adapter = device.getState()?.adapter;
    if (!adapter || check.getState().status === 'running') return;
    check.update(() => ({ status: 'running' }));
    try {
      const { findGpuVerdict } = await loadCheck();
      tell(device, check, adapter, await findGpuVerdict(adapter, again));
    } catch (thrown) {
      check.update(() => ({ status: 'failed', error: EngineError.from(thrown) }));
    }
  }
  return { ...device, check, checkAgain: () => run(true), checkIfUnknown: () => run(false) };
}

async function probe(
  device: WritableObservable<DeviceInfo | null>,
  check: WritableObservable<GpuCheckState>,
): Promise<void> {
  const found = await navigator.gpu
    ?.requestAdapter({ powerPreference: 'high-performance' })
    .catch(() => null);
  const adapter = found ? describeAdapter(found) : null;
  const readVerdict = async (known: AdapterInfo) => (await loadCheck()).readGpuVerdict(known);
  const verdict = adapter && (await readVerdict(adapter).catch(() => undefined));
  const wasmThreads = crossOriginIsolated ? navigator.hardwareConcurrency : 1;
  device.update(() => ({ adapter, wasmThreads, hasLargeWasm: hasLargeWasm() }));
  if (adapter && verdict) tell(device, check, adapter, verdict);
}

function tell(
  device: WritableObservable<DeviceInfo | null>,
  check: WritableObservable<GpuCheckState>,
  adapter: AdapterInfo,
  verdict: GpuVerdict,
): void {
  device.update(
    (before) => before && { ...before, adapter: { ...adapter, verdict: verdict.result } },
  );
  check.update(() => ({ status: 'done', verdict }));
}
