import type { Observable } from '../../engine-client/observable.ts';
import type { LoadedModel } from '../../engine/models/model-choice.ts';
import type { Leaving } from '../../features/models/models-store.ts';
import { CHOSEN_TASKS, chooseFor, TASK_MODELS } from './model-readiness.ts';

interface Holder {
  readonly resident: Observable<Pick<LoadedModel, 'model'> | null>;
  unload(): void;
}

/** What deleting a model touches. */
interface Removal {
  chat: Holder;
  diffusion: Holder;
  speech: Holder;
  models: { discard(modelId: string): Promise<void>; remove(modelId: string): Promise<void> };
}

interface ChosenModels {
  chatModel: string;
  imageModel: string;
  speechModel: string;
}

/**
 * Deletes a model with what it takes of memory, whichever engine holds it; where it was chosen,
 * what is built in is chosen again.
 */
export async function removeModel(
  removal: Removal,
  chosen: ChosenModels & { change(change: Partial<ChosenModels>): void },
  { modelId, what }: Leaving,
): Promise<void> {
  const { models } = removal;
  if (what === 'download') return models.discard(modelId);
  for (const task of CHOSEN_TASKS)
    if (chosen[TASK_MODELS[task].setting] === modelId)
      chosen.change(chooseFor(task, TASK_MODELS[task].builtIn));
  for (const { client } of Object.values(TASK_MODELS))
    if (removal[client].resident.getState()?.model === modelId) removal[client].unload();
  await models.remove(modelId);
}
