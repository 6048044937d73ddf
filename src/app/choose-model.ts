import { chooseDevice } from '../engine/device.ts';
import { recommendChatModel } from '../engine/models/catalog.ts';
import { sizeOfVariant, type ModelManifest } from '../engine/models/manifest.ts';
import { selectVariant } from '../engine/models/select-variant.ts';
import { formatBytes } from '../ui/format.ts';
import type { Studio } from './studio.ts';

/** From now on the model of its kind. */
export function chooseModel({ settings }: Studio, { id, task }: Pick<ModelManifest, 'id' | 'task'>): void {
  if (task === 'chat') settings.getState().change({ chatModel: id });
  if (task === 'image') settings.getState().change({ imageModel: id });
  if (task === 'speech') settings.getState().change({ speechModel: id });
}

/** Downloads a model and uses it once it is here. Failures are shown in the tray. */
export async function downloadForUse(studio: Studio, manifest: ModelManifest): Promise<void> {
  const { device } = studio.settings.getState();
  const isHere = await studio.models.install(manifest.id, { device }).then(
    () => true,
    () => false,
  );
  if (isHere) chooseModel(studio, manifest);
}

/** The chat model to go on with after the built-in one. The origin's own mirror is asked before the public hub. */
export function findRecommended({ models, device }: Studio): ModelManifest | undefined {
  const { catalog, mirrored } = models.state.getState();
  const info = device.getState();
  return info ? (recommendChatModel(mirrored, info) ?? recommendChatModel(catalog, info)) : undefined;
}

/** What a link that downloads the recommended model is to say. */
export function labelDownload(studio: Studio, fallback: string): string {
  const manifest = findRecommended(studio);
  const dtype = manifest && selectFor(studio, manifest)?.dtype;
  const sizeBytes = manifest && dtype && sizeOfVariant(manifest, dtype);
  return manifest && sizeBytes ? `Download ${manifest.title} (${formatBytes(sizeBytes)})` : fallback;
}

function selectFor({ device, settings }: Studio, manifest: ModelManifest) {
  const info = device.getState();
  const target = info && chooseDevice(info, settings.getState().device);
  return info && target ? selectVariant(manifest, target, info.adapter) : undefined;
}
