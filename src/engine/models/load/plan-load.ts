import { createNotInstalled } from '../not-installed.ts';
import type { ComputeDevice } from '../../device.ts';
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
import { chooseLoadDevice, chooseStoredBuild } from './choose-build.ts';

/** Which build of an installed model to load, and where. */
export interface LoadPlan<M extends ModelManifest = ModelManifest> {
  manifest: M;
  device: ComputeDevice;
  dtype: Dtype;
}

/** The error for a model of another kind. */
const COMPLAINTS: Record<ModelTask, string> = {
  chat: 'cannot chat. Choose a chat model.',
  image: 'cannot draw pictures. Choose an image model.',
  preview: 'only shows previews of other models.',
  upscale: 'cannot make pictures larger.',
  speech: 'cannot speak. Choose a voice model.',
  phonemes: 'cannot say how words are pronounced.',
  vision: 'cannot look at pictures.',
  embedding: 'cannot tell what texts mean. Choose an embedding model.',
};

/** Finds the build to load of a model for one of the tasks. Throws `model_not_installed`, `webgpu_unavailable`, `not_supported`. */
export async function planLoad<T extends ModelTask>(
  host: EngineHost,
  { model, device: preference = 'auto', dtype }: ModelChoice,
  ...tasks: readonly [T, ...T[]]
): Promise<LoadPlan<ManifestOf<T>>> {
  const installed = await host.findModel(model);
  if (!installed) throw createNotInstalled(model);
  const { manifest, dtypes } = installed;
  const isSuitable = (found: ModelManifest): found is ManifestOf<T> =>
    tasks.some((task) => isForTask(found, task));
  if (!isSuitable(manifest))
    throw new EngineError('not_supported', `${manifest.title} ${COMPLAINTS[tasks[0]]}`);
  const device = await chooseLoadDevice(host, manifest.origin, preference);
  if (!device)
    throw new EngineError('webgpu_unavailable', 'WebGPU is selected, but this browser has no GPU.');
  const { adapter } = host.device;
  const build = chooseStoredBuild(installed, { device, adapter, preference, dtype });
  if (build) {
    host.noteUse?.(model);
    return { manifest, device: build.device, dtype: build.variant.dtype };
  }
  throw new EngineError(
    'not_supported',
    `No stored build of ${manifest.title} (${dtypes.join(', ')}) runs on ${device}. Download another one in Models.`,
    { details: { model, device } },
  );
}

/** Whether the model in memory is what a plan asks for. */
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
