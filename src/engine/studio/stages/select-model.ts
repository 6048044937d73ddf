import { createNotInstalled } from '../../models/not-installed.ts';
import { EngineError } from '../../errors.ts';
import { BUILT_IN_IMAGE_MODEL } from '../../models/catalog.ts';
import {
  isForTask,
  sizeOfVariant,
  type ImageManifest,
  type ModelManifest,
} from '../../models/manifest.ts';
import type { PictureRequest } from './picture-request.ts';

/** No model that draws anything is smaller: these were made to test programs. */
const TEST_MODEL_BYTES = 20e6;

/**
 * The model that a request names, else the one of those that are here that suits its style: the
 * built-in model draws stickers, all others draw anything. One that was made for tests must be named,
 * or be the only one. Throws `model_not_installed`,
 * `not_supported`.
 */
export function selectModel(
  { model, style }: Pick<PictureRequest, 'model' | 'style'>,
  installed: readonly ModelManifest[],
): ImageManifest {
  const found = installed.filter((manifest) => isForTask(manifest, 'image'));
  if (model !== undefined) return findNamed(model, installed);
  const builtIn = found.filter(({ id }) => id === BUILT_IN_IMAGE_MODEL);
  const others = found.filter(({ id }) => id !== BUILT_IN_IMAGE_MODEL);
  const free = others.filter((manifest) => !isForTests(manifest));
  const suited = style === 'illustrated' ? [...builtIn, ...free] : [...free, ...builtIn];
  const [chosen] = [...suited, ...others];
  if (!chosen)
    throw new EngineError('model_not_installed', 'There is no image model on this device.', {
      details: { model: BUILT_IN_IMAGE_MODEL },
    });
  return chosen;
}

function isForTests(manifest: ImageManifest): boolean {
  return manifest.variants.every(
    ({ dtype }) => (sizeOfVariant(manifest, dtype) ?? Infinity) < TEST_MODEL_BYTES,
  );
}

function findNamed(model: string, installed: readonly ModelManifest[]): ImageManifest {
  const found = installed.find(({ id }) => id === model);
  if (!found) throw createNotInstalled(model);
  if (!isForTask(found, 'image'))
    throw new EngineError('not_supported', `${found.title} cannot draw pictures.`);
  return found;
}
