import { createNotInstalled } from '../../models/not-installed.ts';
import { EngineError } from '../../errors.ts';
import { BUILT_IN_IMAGE_MODEL } from '../../models/catalog.ts';
import { isForTask, type ImageManifest, type ModelManifest } from '../../models/manifest.ts';
import type { PictureRequest } from './picture-request.ts';

/**
 * The model that a request names, else the one of those that are here that suits its style: the
 * built-in model draws stickers, all others draw anything. Throws `model_not_installed`,
 * `not_supported`.
 */
export function selectModel(
  { model, style }: Pick<PictureRequest, 'model' | 'style'>,
  installed: readonly ModelManifest[],
): ImageManifest {
  const found = installed.filter((manifest) => isForTask(manifest, 'image'));
  if (model !== undefined) return findNamed(model, installed);
  const free = found.filter(({ id }) => id !== BUILT_IN_IMAGE_MODEL);
  const builtIn = found.filter(({ id }) => id === BUILT_IN_IMAGE_MODEL);
  const [chosen] = style === 'illustrated' ? [...builtIn, ...free] : [...free, ...builtIn];
  if (!chosen)
    throw new EngineError('model_not_installed', 'There is no image model on this device.', {
      details: { model: BUILT_IN_IMAGE_MODEL },
    });
  return chosen;
}

function findNamed(model: string, installed: readonly ModelManifest[]): ImageManifest {
  const found = installed.find(({ id }) => id === model);
  if (!found) throw createNotInstalled(model);
  if (!isForTask(found, 'image'))
    throw new EngineError('not_supported', `${found.title} cannot draw pictures.`);
  return found;
}
