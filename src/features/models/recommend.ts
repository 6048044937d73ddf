import type { DeviceInfo } from '../../engine/device.ts';
import { recommendChatModel } from '../../engine/models/catalog.ts';
import type { Verdict } from '../../engine/models/load/judge-model.ts';
import { isForTask, sizeOfVariant, type ModelManifest } from '../../engine/models/manifest.ts';
import { formatBytes } from '../../ui/format.ts';
import { judgeFit } from './fit.ts';

const REASONS = {
  chat: 'The most capable for chat that still answers quickly here',
  look: 'Looks at pictures in a chat, and answers quickly here',
  image: 'Draws photos and paintings in a few steps',
  speech: 'The most natural voices that fit this device',
} as const;

type Judge = (manifest: ModelManifest) => Verdict | undefined;

/**
 * For each task, the id of the model to download first on this device, and why. `judge` also says
 * `undefined` for those that have failed here.
 */
export function recommendModels(
  models: readonly ModelManifest[],
  device: DeviceInfo,
  judge: Judge,
): ReadonlyMap<string, string> {
  const fitting = models.filter((manifest) => {
    const verdict = manifest.origin === 'hub' ? judge(manifest) : undefined;
    return verdict !== undefined && judgeFit(verdict).level === 'fits';
  });
  // The catalogue has the usual choice of a kind first.
  const find = (isWanted: (manifest: ModelManifest) => boolean) => fitting.find(isWanted);
  const chosen = [
    [recommendChatModel(fitting, device), REASONS.chat],
    [find((each) => isForTask(each, 'chat') && !!each.capabilities.pictures), REASONS.look],
    [find(({ task }) => task === 'image'), REASONS.image],
    [find(({ task }) => task === 'speech'), REASONS.speech],
  ] as const;
  return new Map(
    chosen.flatMap(([manifest, reason]) =>
      manifest ? [[manifest.id, `${reason}${describeCost(manifest, judge(manifest))}.`]] : [],
    ),
  );
}

/** ": 1.1 GB, computed on the GPU" */
function describeCost(manifest: ModelManifest, verdict: Verdict | undefined): string {
  if (verdict?.type !== 'runs') return '';
  const sizeBytes = sizeOfVariant(manifest, verdict.variant.dtype);
  const place = verdict.device === 'webgpu' ? 'GPU' : 'processor';
  return `${sizeBytes ? `: ${formatBytes(sizeBytes)}` : ''}, computed on the ${place}`;
}
