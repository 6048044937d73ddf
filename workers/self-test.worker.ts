import '../src/comlink/transfer-handlers.ts';
import { expose } from 'comlink';
import { compareDevices, type Differences } from '../src/engine/gpu/self-test/compare-devices.ts';
import { hideSubgroups } from './hide-subgroups.ts';
import { RUNTIME_FILES } from './runtime-files.ts';

/** One measurement in a runtime of its own, after which the worker is ended. */
export interface SelfTestWorker {
  measure(hidesSubgroups: boolean): Promise<Differences>;
}

expose({
  async measure(hidesSubgroups) {
    if (hidesSubgroups) hideSubgroups();
    const ort = await import('onnxruntime-web/webgpu');
    ort.env.wasm.wasmPaths = RUNTIME_FILES.webgpu;
    ort.env.wasm.numThreads = 1;
    return compareDevices(ort);
  },
} satisfies SelfTestWorker);
