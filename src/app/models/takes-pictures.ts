import {
  findCompanionModel,
  type CompanionState,
} from '../../engine-client/companion/companion-state.ts';
import { findModel } from '../../engine-client/models/list-models.ts';
import type { ModelsClient } from '../../engine-client/models/models-client.ts';
import type { ModelsState } from '../../engine-client/models/models-state.ts';

/** Whether a chat model, here or on the companion, looks at pictures. */
export function takesPictures(
  state: ModelsState,
  companion: CompanionState,
  model: string,
): boolean {
  return (
    findModel(state, 'chat', model)?.capabilities.pictures === true ||
    findCompanionModel(companion, model)?.capabilities.includes('pictures') === true
  );
}

interface PictureParts {
  models: Pick<ModelsClient, 'state' | 'readInstalled'>;
  companion: { readonly state: { getState(): CompanionState } };
  settings: { getState(): { chatModel: string } };
}

/** Whether the chosen chat model does, also right after a reload, when no model is known yet. */
export async function checkPictures({
  models,
  companion,
  settings,
}: PictureParts): Promise<boolean> {
  if (!models.state.getState().installed) await models.readInstalled().catch(() => undefined);
  return takesPictures(
    models.state.getState(),
    companion.state.getState(),
    settings.getState().chatModel,
  );
}
