import type { Observable } from '../../engine-client/observable.ts';
import {
  BUILT_IN_CHAT_MODEL,
  BUILT_IN_IMAGE_MODEL,
  BUILT_IN_SPEECH_MODEL,
} from '../../engine/models/catalog.ts';
import type { LoadedModel } from '../../engine/models/model-choice.ts';
import type { Leaving } from '../../features/models/models-store.ts';

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
  { chat, diffusion, speech, models }: Removal,
  chosen: ChosenModels & { change(change: Partial<ChosenModels>): void },
  { modelId, what }: Leaving,
): Promise<void> {
  if (what === 'download') return models.discard(modelId);
  if (chosen.imageModel === modelId) chosen.change({ imageModel: BUILT_IN_IMAGE_MODEL });
  if (chosen.chatModel === modelId) chosen.change({ chatModel: BUILT_IN_CHAT_MODEL });
  if (chosen.speechModel === modelId) chosen.change({ speechModel: BUILT_IN_SPEECH_MODEL });
  for (const holder of [chat, diffusion, speech])
    if (holder.resident.getState()?.model === modelId) holder.unload();
  await models.remove(modelId);
}
