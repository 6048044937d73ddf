import { findModel } from '../../engine-client/models/list-models.ts';
import type { ModelsState } from '../../engine-client/models/models-state.ts';

/** Whether a chat model looks at pictures. */
export function takesPictures(state: ModelsState, model: string): boolean {
  return findModel(state, 'chat', model)?.capabilities.pictures === true;
}
