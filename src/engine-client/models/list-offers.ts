import type { ModelManifest } from '../../engine/models/manifest.ts';
import type { ModelsState } from './models-state.ts';

type Known = Pick<ModelsState, 'catalog' | 'mirrored' | 'installed' | 'downloads'>;

/** Available models, by source. */
export interface Offers {
  catalog: readonly ModelManifest[];
  mirrored: readonly ModelManifest[];
}

/**
 * Catalogue and mirror without duplicates. An installed or downloading copy wins; then the mirror's,
 * which is nearer, unless only the catalogue's has a build that runs here.
 */
export function listOffers(
  { catalog, mirrored, installed, downloads }: Known,
  runsHere: (manifest: ModelManifest) => boolean = () => true,
): Offers {
  const taken = new Set([
    ...(installed ?? []).map(({ manifest }) => manifest.id),
    ...Object.keys(downloads),
  ]);
  const prefersCatalog = (known: ModelManifest, twin: ModelManifest) =>
    taken.has(known.id)
      ? !taken.has(twin.id)
      : !taken.has(twin.id) && runsHere(known) && !runsHere(twin);
  const prefersMirror = (known: ModelManifest, twin: ModelManifest) =>
    taken.has(known.id) ? false : !prefersCatalog(known, twin);
  return {
    catalog: catalog.filter(
      (known) => !mirrored.some((twin) => isTwin(known, twin) && prefersMirror(known, twin)),
    ),
    mirrored: mirrored.filter(
      (twin) => !catalog.some((known) => isTwin(known, twin) && prefersCatalog(known, twin)),
    ),
  };
}

/** The same weights under another owner, as far as names tell. */
function isTwin(one: ModelManifest, other: ModelManifest): boolean {
  return one.engine === other.engine && nameOf(one) === nameOf(other);
}

function nameOf({ repository }: ModelManifest): string {
  const name = repository.slice(repository.indexOf('/') + 1).toLowerCase();
  return name.replace(/-onnx$/, '');
}
