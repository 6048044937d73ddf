import { isForTask, type ManifestOf, type ModelTask } from '../engine/models/manifest.ts';
import type { ModelsState } from './models-state.ts';

/** Models for a task: those that can be used now, the built-in ones first, and those that would have to be downloaded. */
export function listModels<T extends ModelTask>(
  { catalog, mirrored, installed }: ModelsState,
  task: T,
): { here: readonly ManifestOf<T>[]; missing: readonly ManifestOf<T>[] } {
  const known = [...catalog, ...mirrored].filter((manifest) => isForTask(manifest, task));
  const stored = (installed ?? []).map(({ manifest }) => manifest).filter((manifest) => isForTask(manifest, task));
  const here = [
    ...known.filter(({ origin }) => origin === 'built-in'),
    ...stored.filter(({ origin }) => origin === 'hub'),
  ];
  const idsHere = new Set(here.map(({ id }) => id));
  return { here, missing: known.filter(({ id }) => !idsHere.has(id)) };
}

/** What is known of a model, as installed where it is. */
export function findModel<T extends ModelTask>(state: ModelsState, task: T, id: string): ManifestOf<T> | undefined {
  const { here, missing } = listModels(state, task);
  return [...here, ...missing].find((manifest) => manifest.id === id);
}
