import type { ModelsState } from '../../engine-client/models-state.ts';
import { isImageModel, type ImageManifest } from '../../engine/models/manifest.ts';

/** Image models that can draw now, and those that can be downloaded. */
export function listImageModels({ catalog, mirrored, installed }: ModelsState): {
  here: readonly ImageManifest[];
  missing: readonly ImageManifest[];
} {
  const all = [...catalog, ...mirrored].filter(isImageModel);
  const stored = (installed ?? []).map(({ manifest }) => manifest).filter(isImageModel);
  const here = [
    ...all.filter(({ origin }) => origin === 'built-in'),
    ...stored.filter(({ origin }) => origin === 'hub'),
  ];
  const known = new Set(here.map(({ id }) => id));
  return { here, missing: all.filter(({ id }) => !known.has(id)) };
}

/** What is known of a model, as installed where it is. */
export function findImageModel(models: ModelsState, id: string): ImageManifest | undefined {
  const { here, missing } = listImageModels(models);
  return [...here, ...missing].find((manifest) => manifest.id === id);
}
