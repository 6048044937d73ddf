import { chooseDevice, type DevicePreference } from '../device.ts';
import { EngineError } from '../errors.ts';
import type { EngineHost } from '../host.ts';
import type { Dtype, ModelManifest } from './manifest.ts';
import type { ModelChoice } from './model-choice.ts';
import { selectVariant } from './select-variant.ts';

/** Which build of an installed model to load, and where. */
export interface LoadPlan {
  manifest: ModelManifest;
  device: 'webgpu' | 'wasm';
  dtype: Dtype;
}

/** Finds the build to load. Throws `model_not_installed`, `webgpu_unavailable`, `not_supported`. */
export async function planLoad(
  host: EngineHost,
  { model, device: preference = 'auto', dtype }: ModelChoice,
): Promise<LoadPlan> {
  const installed = await host.findModel(model);
  if (!installed)
    throw new EngineError('model_not_installed', `${model} is not on this device.`, { details: { model } });
  const { manifest, dtypes } = installed;
  const device = await chooseLoadDevice(host, manifest.origin, preference);
  if (!device) throw new EngineError('webgpu_unavailable', 'WebGPU was asked for, but there is no adapter.');
  const wanted = dtype ? dtypes.filter((candidate) => candidate === dtype) : dtypes;
  // The stored build may have been chosen for another device: on "auto", the processor may still run it.
  const devices = device === 'webgpu' && preference === 'auto' ? (['webgpu', 'wasm'] as const) : [device];
  for (const candidate of devices) {
    const variant = selectVariant(manifest, candidate, host.device.adapter, wanted);
    if (variant) return { manifest, device: candidate, dtype: variant.dtype };
  }
  throw new EngineError(
    'not_supported',
    `No stored build of ${manifest.title} (${dtypes.join(', ')}) runs on ${device}. Download another one in Models.`,
    { details: { model, device } },
  );
}

/**
 * The device for a model. Where that would be a GPU, its numbers are checked first, which takes seconds the first time; what comes with the
 * app does not wait for that and runs on the processor until it is done. `null`: WebGPU was asked for and there is none.
 */
export async function chooseLoadDevice(
  host: EngineHost,
  origin: ModelManifest['origin'],
  preference: DevicePreference,
): Promise<'webgpu' | 'wasm' | null> {
  const isUnchecked = host.checkGpu !== undefined && host.device.adapter?.verdict === undefined;
  // A runtime that was started for the processor has no WebGPU.
  const staysOnProcessor = host.startedFor === 'wasm' || (origin === 'built-in' && isUnchecked);
  if (preference === 'auto' && staysOnProcessor) return 'wasm';
  await host.checkGpu?.(preference);
  return chooseDevice(host.device, preference);
}
