import { chooseDevice, type DevicePreference } from '../../device.ts';
import { EngineError } from '../../errors.ts';
import type { EngineHost } from '../../host.ts';
import {
  isForTask,
  type Dtype,
  type ManifestOf,
  type ModelManifest,
  type ModelTask,
} from '../manifest.ts';
import type { LoadedModel, ModelChoice } from '../model-choice.ts';
import { selectVariant } from './select-variant.ts';

/** Which build of an installed model to load, and where. */
export interface LoadPlan<M extends ModelManifest = ModelManifest> {
  manifest: M;
  device: 'webgpu' | 'wasm';
  dtype: Dtype;
}

/** What a model of another kind is told by the engine of this one. */
const COMPLAINTS: Record<ModelTask, string> = {
  chat: 'cannot chat. Choose a chat model.',
  image: 'cannot draw pictures. Choose an image model.',
  upscale: 'cannot make pictures larger.',
  speech: 'cannot speak. Choose a voice model.',
  phonemes: 'cannot say how words are pronounced.',
};

/** Finds the build to load. Throws `model_not_installed`, `webgpu_unavailable`, `not_supported`. */
export async function planLoad<T extends ModelTask>(
  host: EngineHost,
  { model, device: preference = 'auto', dtype }: ModelChoice,
  task: T,
): Promise<LoadPlan<ManifestOf<T>>> {
  const installed = await host.findModel(model);
  if (!installed)
    throw new EngineError('model_not_installed', `${model} is not on this device.`, {
      details: { model },
    });
  const { manifest, dtypes } = installed;
  if (!isForTask(manifest, task))
    throw new EngineError('not_supported', `${manifest.title} ${COMPLAINTS[task]}`);
  const device = await chooseLoadDevice(host, manifest.origin, preference);
  if (!device)
    throw new EngineError('webgpu_unavailable', 'WebGPU is selected, but this browser has no GPU.');
  const wanted = dtype ? dtypes.filter((candidate) => candidate === dtype) : dtypes;
  // The stored build may have been chosen for another device: on "auto", the processor may still
  // run it.
  const devices =
    device === 'webgpu' && preference === 'auto' ? (['webgpu', 'wasm'] as const) : [device];
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

/** Whether what is in memory is what a plan asks for. */
export function isPlanned(
  {
    model,
    device,
    dtype,
    manifest,
  }: Pick<LoadedModel, 'model' | 'device' | 'dtype'> & { manifest: ModelManifest },
  plan: LoadPlan,
): boolean {
  return (
    model === plan.manifest.id &&
    device === plan.device &&
    dtype === plan.dtype &&
    manifest.revision === plan.manifest.revision
  );
}

/**
 * The device for a model. Where that would be a GPU, its numbers are checked first, which takes
 * seconds the first time; what comes with the app does not wait for that and runs on the processor
 * until it is done. `null`: WebGPU was asked for and there is none.
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
