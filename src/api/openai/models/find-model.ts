import { EngineError } from '../../../engine/errors.ts';
import { isForTask, type ManifestOf, type ModelTask } from '../../../engine/models/manifest.ts';
import type { ApiServices } from '../../services.ts';

const NEEDS: Readonly<Partial<Record<ModelTask, string>>> = {
  chat: 'write',
  image: 'draw pictures',
  speech: 'speak',
};

/**
 * The model that a request names; without a name, the default one of the task. Throws
 * `model_not_found` and `not_supported`, and `model_not_installed` if there is none for the task.
 */
export async function findModel<Task extends ModelTask>(
  { listModels }: Pick<ApiServices, 'listModels'>,
  task: Task,
  id: string | undefined,
): Promise<ManifestOf<Task>> {
  const all = (await listModels()).map(({ manifest }) => manifest);
  const fitting = all.filter((manifest) => isForTask(manifest, task));
  const found = id === undefined ? fitting[0] : fitting.find((manifest) => manifest.id === id);
  if (found) return found;
  if (id === undefined)
    throw new EngineError('model_not_installed', `There is no model here that can ${NEEDS[task]}.`);
  if (all.some((manifest) => manifest.id === id))
    throw new EngineError('not_supported', `${id} cannot ${NEEDS[task]}. ${listSome(fitting)}`, {
      details: { param: 'model' },
    });
  throw new EngineError('model_not_found', `There is no model "${id}" here. ${listSome(fitting)}`, {
    details: { param: 'model', model: id },
  });
}

function listSome(models: readonly { id: string }[]): string {
  const names = models.slice(0, 3).map(({ id }) => id);
  return names.length > 0
    ? `GET /v1/models lists what there is, such as ${names.join(', ')}.`
    : 'GET /v1/models lists what there is.';
}
