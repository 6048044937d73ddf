import {
  isForTask,
  type ManifestOf,
  type ModelManifest,
  type ModelTask,
} from '../../engine/models/manifest.ts';
import { listOffers } from './list-offers.ts';
import type { ModelsState } from './models-state.ts';

/**
 * Models for a task: those that can be used now, the built-in ones first, and those that would have
 * to be downloaded. Of two offers of one model, the better one (list-offers.ts).
 */
export function listModels<T extends ModelTask>(
  state: ModelsState,
  task: T,
  runsHere?: (manifest: ModelManifest) => boolean,
): { here: readonly ManifestOf<T>[]; missing: readonly ManifestOf<T>[] } {
  const { catalog, mirrored } = listOffers(state, runsHere);
  const { installed } = state;
  const known = [...catalog, ...mirrored].filter((manifest) => isForTask(manifest, task));
  const stored = (installed ?? [])
    .map(({ manifest }) => manifest)
    .filter((manifest) => isForTask(manifest, task));
  const here = [
    ...known.filter(({ origin }) => origin === 'built-in'),
    ...stored.filter(({ origin }) => origin === 'hub'),
  ];
  const idsHere = new Set(here.map(({ id }) => id));
  return { here, missing: known.filter(({ id }) => !idsHere.has(id)) };
}

/** What is known of a model, as installed where it is. */
export function findModel<T extends ModelTask>(
  state: ModelsState,
  task: T,
  id: string,
): ManifestOf<T> | undefined {
  const stored = state.catalog.some((known) => known.id === id && known.origin === 'built-in')
    ? []
    : (state.installed ?? []).map(({ manifest }) => manifest);
  const known = [...stored, ...state.catalog, ...state.mirrored].filter((manifest) =>
    isForTask(manifest, task),
  );
  return known.find((manifest) => manifest.id === id);
}
