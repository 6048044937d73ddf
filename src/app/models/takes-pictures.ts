import {
  findCompanionModel,
  type CompanionState,
} from '../../engine-client/companion/companion-state.ts';
import { findModel } from '../../engine-client/models/list-models.ts';
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
