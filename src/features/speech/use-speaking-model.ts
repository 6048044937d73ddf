import { useStore } from 'zustand';
import type { CompanionState } from '../../engine-client/companion/companion-state.ts';
import {
  findSpeakingModel,
  type SpeakingModel,
} from '../../engine-client/companion/speaking-model.ts';
import type { ModelsClient } from '../../engine-client/models/models-client.ts';
import type { Observable } from '../../engine-client/observable.ts';

interface Sources {
  models: Pick<ModelsClient, 'state'>;
  companion: Observable<CompanionState>;
}

/** What is known of a model that speaks, wherever it is. */
export function useSpeakingModel(
  { models, companion }: Sources,
  id: string,
): SpeakingModel | undefined {
  return findSpeakingModel(useStore(models.state), useStore(companion), id);
}
