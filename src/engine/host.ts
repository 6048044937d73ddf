import type * as OnnxRuntime from 'onnxruntime-common';
import type { BrowserDevice, ComputeDevice, DeviceInfo, DevicePreference } from './device.ts';
import type { Arithmetic } from './diffusion/arithmetic/arithmetic.ts';
import type { InstalledModel, WeightCache } from './models/store/weight-store.ts';

/** The part of ONNX Runtime that is the same on every platform. */
export type Ort = Pick<typeof OnnxRuntime, 'InferenceSession' | 'Tensor' | 'env'>;

export interface GraphRewriting {
  /** The budget for one model's unpacked weights. */
  readonly unpackBudgetBytes: number;
  /** Reads a part of a file at once, while ONNX Runtime waits for it. */
  read(part: Blob): Uint8Array;
}

/** What runs graphs, and does the little arithmetic between them, on one device. */
export interface Compute {
  readonly ort: Ort;
  readonly executionProvider: OnnxRuntime.InferenceSession.ExecutionProviderConfig;
  readonly arithmetic: Arithmetic;
}

/**
 * All that a platform gives to an engine. One implementation per platform: workers/browser-host.ts
 * and server/node-host.ts.
 */
export interface EngineHost {
  /** May learn of the GPU's verdict while it is checked. */
  readonly device: DeviceInfo;
  /**
   * Before a device is chosen: where that would be the GPU, its numbers are checked first, once
   * (gpu/self-test). Absent if there is nothing to check.
   */
  checkGpu?(preference: DevicePreference): Promise<void>;
  /** What the runtime was started for, once it was; absent where one runtime serves all devices. */
  readonly startedFor?: BrowserDevice | undefined;
  readonly weights: WeightCache;
  /**
   * How weights are read one by one, and 4-bit ones unpacked (onnx/rewrite-graph.ts); absent where
   * models load as they are.
   */
  readonly rewriting?: GraphRewriting;
  /** A model whose weights are stored, or `undefined`. */
  findModel(id: string): Promise<InstalledModel | undefined>;
  /**
   * Keeps that a model is used now: those that nobody uses are the first to be given up where there
   * is no room. Absent where nothing is kept.
   */
  noteUse?(modelId: string): void;
  /**
   * Keeps what a check of a model's numbers found (InstalledModel.checks). Absent if nothing is
   * kept.
   */
  rememberCheck?(modelId: string, key: string, finding: string): Promise<void>;
  /**
   * ONNX Runtime, ready to make sessions on a device. The first call decides which of its builds is
   * loaded: one that was started for wasm has no WebGPU, for which a new worker is needed.
   */
  loadOrt(device: ComputeDevice): Promise<Ort>;
  /**
   * Starts the runtime before there is a session to make: it takes about as long as fetching a
   * small model, and both can go on at once.
   */
  startOrt(device: ComputeDevice): Promise<void>;
}

/** A host for engines that compute between their graphs as well. */
export interface ComputeHost extends EngineHost {
  /**
   * Bytes that a model's weights may take together in the runtime of a device; absent where only
   * the memory itself tells.
   */
  readonly weightBudgetBytes: Readonly<Partial<Record<ComputeDevice, number>>>;
  /** Everything on the given device. `wasm`: on the processor. Throws `webgpu_unavailable`. */
  loadCompute(device: ComputeDevice): Promise<Compute>;
}
