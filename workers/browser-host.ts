import {
  chooseDevice,
  describeAdapter,
  type AdapterInfo,
  type BrowserDevice,
  type DeviceInfo,
  type DevicePreference,
} from '../src/engine/device.ts';
import { EngineError } from '../src/engine/errors.ts';
import { createArrayArithmetic } from '../src/engine/diffusion/arithmetic/array-arithmetic.ts';
import type { ComputeHost, Ort } from '../src/engine/host.ts';
import type { GpuVerdict } from '../src/engine/gpu/self-test/gpu-verdict.ts';
import { createWeightCache } from '../src/engine/models/store/weight-cache.ts';
import { openChunkStore } from './chunk-store.ts';
import { createGpuArithmetic } from './gpu-arithmetic.ts';
import { findGpuVerdict, readGpuVerdict } from './gpu-check.ts';
import { openGpuDevice } from './gpu-device.ts';
import { hideSubgroups } from './hide-subgroups.ts';
import { RUNTIME_FILES } from './runtime-files.ts';
import { createGraphRewriting } from './graph-rewriting.ts';

/**
 * Everything that a worker of this page gives to its engine. Call once, before ONNX Runtime is
 * used.
 */
export async function createBrowserHost(): Promise<ComputeHost> {
  const adapter = await probeAdapter();
  const store = await openChunkStore();
  let ort: Promise<Ort> | undefined;
  let startedFor: BrowserDevice | undefined;
  let device: DeviceInfo = { adapter, wasmThreads: countWasmThreads() };
  let check: Promise<void> | undefined;
  const rewriting = createGraphRewriting();
  const known = adapter && (await readGpuVerdict(adapter));
  if (known) learn(adapter, known);

  function learn(found: AdapterInfo, { result }: GpuVerdict): void {
    device = { ...device, adapter: { ...found, verdict: result } };
    if (result === 'right-without-subgroups') hideSubgroups();
  }
  async function checkGpu(preference: DevicePreference): Promise<void> {
    if (
      !adapter ||
      device.adapter?.verdict !== undefined ||
      chooseDevice(device, preference) !== 'webgpu'
    )
      return;
    await (check ??= findGpuVerdict(adapter).then((verdict) => learn(adapter, verdict)));
  }
  async function start(target: BrowserDevice): Promise<Ort> {
    if (target === 'webgpu') await checkGpu('webgpu');
    if (target === 'webgpu' && device.adapter?.verdict === 'wrong')
      throw new EngineError(
        'webgpu_unavailable',
        `${device.adapter.name} gives wrong results, so it is not used.`,
      );
    startedFor = target;
    return loadOrt(target, device.wasmThreads);
  }
  const loadOnce = (target: BrowserDevice) => (ort ??= start(target));
  // Engines ask for the devices that chooseDevice finds in `device`, which are a browser's.
  return {
    get device() {
      return device;
    },
    get startedFor() {
      return startedFor;
    },
    checkGpu,
    weights: createWeightCache(store),
    ...(rewriting ? { rewriting } : {}),
    findModel: (id) => store.getModel(id),
    noteUse: (id) => void store.touchModel(id, Date.now()).catch(() => undefined),
    async rememberCheck(id, key, finding) {
      const model = await store.getModel(id);
      if (model) await store.putModel({ ...model, checks: { ...model.checks, [key]: finding } });
    },
    loadOrt: loadOnce,
    async startOrt(target: BrowserDevice) {
      const { InferenceSession } = await loadOnce(target);
      const session = await InferenceSession.create(NO_MODEL, { executionProviders: [target] });
      await session.release();
    },
    weightBudgetBytes: { wasm: WASM_BUDGET_BYTES },
    async loadCompute(target: BrowserDevice) {
      const runtime = await loadOnce(target);
      if (target === 'wasm')
        return {
          ort: runtime,
          executionProvider: 'wasm',
          arithmetic: createArrayArithmetic(runtime),
        };
      const gpu = await openGpuDevice();
      const executionProvider = { name: 'webgpu', device: gpu } as const;
      return { ort: runtime, executionProvider, arithmetic: createGpuArithmetic(gpu, runtime) };
    },
  };
}

/**
 * wasm addresses 4 GB; a session needs its file beside what it makes of it, and room to compute in.
 */
const WASM_BUDGET_BYTES = 1.5e9;

async function loadOrt(target: BrowserDevice, threads: number): Promise<Ort> {
  const ort = await import('onnxruntime-web/webgpu');
  ort.env.wasm.wasmPaths = RUNTIME_FILES[target];
  ort.env.wasm.numThreads = threads;
  return ort;
}

/** The smallest graph that ONNX Runtime takes: one Identity of one number. */
const NO_MODEL = Uint8Array.from(
  atob(
    'CAgSADo3ChAKAXgSAXkiCElkZW50aXR5EgFnWg8KAXgSCgoICAESBAoCCAFiDwoBeRIKCggIARIECgIIAUIECgAQDQ==',
  ),
  (letter) => letter.charCodeAt(0),
);

async function probeAdapter(): Promise<AdapterInfo | null> {
  const adapter = await navigator.gpu
    ?.requestAdapter({ powerPreference: 'high-performance' })
    .catch(() => null);
  return adapter ? describeAdapter(adapter) : null;
}

/** More than four threads cost small models more in waiting than they give. */
const MAX_THREADS = 4;

function countWasmThreads(): number {
  return crossOriginIsolated ? Math.min(MAX_THREADS, navigator.hardwareConcurrency) : 1;
}
