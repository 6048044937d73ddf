import { CATALOG } from '../../models/catalog.ts';
import { type ImageManifest, isForTask } from '../../models/manifest.ts';

/** An image model of the catalogue. */
export function findImageModel(id: string): ImageManifest {
  const manifest = CATALOG.find((each) => each.id === id);
  if (!manifest || !isForTask(manifest, 'image')) throw new Error(`No image model ${id}.`);
  return manifest;
}
