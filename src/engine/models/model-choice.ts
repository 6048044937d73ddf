import type { ComputeDevice, DevicePreference } from '../device.ts';
import type { Dtype } from './manifest.ts';

/** Which model, and where to run it. */
export interface ModelChoice {
  /** Id of an installed model. */
  model: string;
  /** Default `auto`: a real GPU where there is one, else wasm. */
  device?: DevicePreference;
  /** Default: the best of the installed builds for the device. */
  dtype?: Dtype;
}

/** Where and how a loaded model runs. */
export interface LoadedModel<Device extends ComputeDevice = ComputeDevice> {
  model: string;
  device: Device;
  dtype: Dtype;
  /** Name of the GPU adapter; `null` on wasm. */
  adapter: string | null;
  /** Time it took to read it into memory. */
  loadMs: number;
}

/** Only that of what an engine knows of its model. */
export function describeLoaded({
  model,
  device,
  dtype,
  adapter,
  loadMs,
}: LoadedModel): LoadedModel {
  return { model, device, dtype, adapter, loadMs };
}
