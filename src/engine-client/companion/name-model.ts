import { nameForPeople, readCompanionId } from '../../engine/companion/companion-model.ts';
import type { ModelTask } from '../../engine/models/manifest.ts';
import { findModel } from '../models/list-models.ts';
import type { ModelsState } from '../models/models-state.ts';

/** What a model is called, wherever it is; one that nobody knows any more by its id. */
export function nameModel(state: ModelsState, task: ModelTask, id: string): string {
  const remote = readCompanionId(id);
  return remote === undefined ? (findModel(state, task, id)?.title ?? id) : nameForPeople(remote);
}
