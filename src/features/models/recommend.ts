import type { DeviceInfo } from '../../engine/device.ts';
import { recommendChatModel } from '../../engine/models/catalog.ts';
import type { Verdict } from '../../engine/models/load/judge-model.ts';
import type { ModelManifest } from '../../engine/models/manifest.ts';
import { judgeFit } from './fit.ts';

const REASONS = {
  chat: 'The most capable chat model that still answers quickly on this device.',
  image: 'Draws photos and paintings in a few steps, and fits this device.',
  speech: 'The most natural voice that fits this device.',
} as const;

/**
 * For each task, the id of the model to download first on this device, and why.
 */
export function recommendModels(
  models: readonly ModelManifest[],
  device: DeviceInfo,
  judge: (manifest: ModelManifest) => Verdict | undefined,
): ReadonlyMap<string, string> {
  const fits = (manifest: ModelManifest) => {
    const verdict = judge(manifest);
    return verdict !== undefined && judgeFit(verdict).level === 'fits';
  };
  const fitting = models.filter((manifest) => manifest.origin === 'hub' && fits(manifest));
  const chosen = [
    [recommendChatModel(fitting, device), REASONS.chat],
    // The catalogue has the usual choice first.
    [fitting.find(({ task }) => task === 'image'), REASONS.image],
    [fitting.find(({ task }) => task === 'speech'), REASONS.speech],
  ] as const;
  return new Map(chosen.flatMap(([manifest, reason]) => (manifest ? [[manifest.id, reason]] : [])));
}
