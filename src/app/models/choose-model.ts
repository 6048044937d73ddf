import { recommendChatModel } from '../../engine/models/catalog.ts';
import { sizeOfVariant, type ModelManifest } from '../../engine/models/manifest.ts';
import { chooseBuild } from '../../engine/models/load/choose-build.ts';
import type { GuideLink } from '../../engine/studio-actions.ts';
import type { AnswerLink } from '../../features/chat/answer-link.ts';
import { formatBytes } from '../../ui/format.ts';
import type { Studio } from '../studio.ts';
import { chooseFor, isChosenTask } from './model-readiness.ts';

/** From now on the model of its kind. */
export function chooseModel(
  { settings }: Studio,
  { id, task }: Pick<ModelManifest, 'id' | 'task'>,
): void {
  if (isChosenTask(task)) settings.getState().change(chooseFor(task, id));
}

/**
 * Downloads a model; returns whether it is installed afterwards. Failures are shown in the tray.
 */
export async function downloadModel(studio: Studio, { id }: ModelManifest): Promise<boolean> {
  const { device } = studio.settings.getState();
  return studio.models.install(id, { device }).then(
    () => true,
    () => false,
  );
}

/** Downloads a model and uses it once it is here: for a button that says both. */
export async function downloadForUse(studio: Studio, manifest: ModelManifest): Promise<void> {
  if (await downloadModel(studio, manifest)) chooseModel(studio, manifest);
}

/**
 * The chat model to move on to after the built-in one. The origin's own mirror is asked before the
 * public hub; what has failed here is not offered again.
 */
export function findRecommended({
  models,
  device,
  modelMarks,
}: Pick<Studio, 'models' | 'device' | 'modelMarks'>): ModelManifest | undefined {
  const { catalog, mirrored } = models.state.getState();
  const { failed } = modelMarks.state.getState();
  const info = device.getState();
  if (!info) return undefined;
  const recommend = (manifests: readonly ModelManifest[]) =>
    recommendChatModel(
      manifests.filter(({ id }) => !(id in failed)),
      info,
    );
  return recommend(mirrored) ?? recommend(catalog);
}

/**
 * What the link under an answer of the guide is for here and now. A question that is beyond the
 * guide goes to a larger model that is on this device; if there is none, and for a recommendation,
 * the download is offered in so many words. To use what has been downloaded is another choice, and
 * the person's.
 */
export function resolveLink(studio: Studio, { label, action }: GuideLink): AnswerLink {
  const larger = action === 'ask:larger' ? findLargerModel(studio) : undefined;
  if (larger) return { label: `Ask ${larger.title}`, askModel: larger.id };
  if (action !== 'ask:larger' && action !== 'download:recommended') return { label, action };
  const recommended = findRecommended(studio);
  if (!recommended) return OPEN_MODELS;
  const { title, id } = recommended;
  if (isInstalled(studio, recommended))
    return studio.settings.getState().chatModel === id
      ? OPEN_MODELS
      : { label: `Use ${title}`, action: `use:${id}` };
  const isComing = studio.models.state.getState().downloads[id]?.status === 'running';
  if (isComing) return { label: `Downloading ${title}`, action: 'open:models' };
  const sizeBytes = measureDownload(studio, recommended);
  return {
    label: `Download ${title}${sizeBytes ? ` (${formatBytes(sizeBytes)})` : ''}`,
    action: 'download:recommended',
  };
}

const OPEN_MODELS = { label: 'Open Models', action: 'open:models' } as const;

/**
 * A chat model that is on this device, runs on it and is not the guide: the chosen one, else the
 * one used last.
 */
function findLargerModel(studio: Studio): ModelManifest | undefined {
  const { chatModel } = studio.settings.getState();
  const candidates = (studio.models.state.getState().installed ?? []).filter(
    ({ manifest }) =>
      manifest.task === 'chat' && manifest.origin !== 'built-in' && selectFor(studio, manifest),
  );
  const newestFirst = candidates.toSorted((a, b) => b.lastUsedAt - a.lastUsedAt);
  return (newestFirst.find(({ manifest }) => manifest.id === chatModel) ?? newestFirst[0])
    ?.manifest;
}

function isInstalled({ models }: Studio, { id }: ModelManifest): boolean {
  return models.state.getState().installed?.some(({ manifest }) => manifest.id === id) ?? false;
}

function measureDownload(studio: Studio, manifest: ModelManifest): number | undefined {
  const dtype = selectFor(studio, manifest)?.dtype;
  return dtype && sizeOfVariant(manifest, dtype);
}

function selectFor({ device, settings }: Studio, manifest: ModelManifest) {
  const info = device.getState();
  return info ? chooseBuild(manifest, info, settings.getState().device)?.variant : undefined;
}
