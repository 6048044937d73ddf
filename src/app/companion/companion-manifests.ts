import {
  findCompanionModel,
  isElsewhere,
  type CompanionState,
} from '../../engine-client/companion/companion-state.ts';
import { findModel } from '../../engine-client/models/list-models.ts';
import type { ModelsState } from '../../engine-client/models/models-state.ts';
import {
  describeCompanionChat,
  describeCompanionImage,
  guessCompanionModel,
} from '../../engine/companion/companion-manifests.ts';
import type { ImageManifest, ModelManifest } from '../../engine/models/manifest.ts';
import type { Settings } from '../../storage/settings.ts';

/**
 * What the companion has for the studio, and what is chosen there even while nobody has heard of it:
 * then the work says that it cannot be reached.
 */
export function listCompanionManifests(
  companion: Pick<CompanionState, 'models'>,
  { chatModel, imageModel }: Pick<Settings, 'chatModel' | 'imageModel'>,
): readonly ModelManifest[] {
  const idsOf = (task: string, chosen: string) => [
    ...new Set([
      ...companion.models.filter((model) => model.task === task).map(({ id }) => id),
      ...(isElsewhere(chosen) ? [chosen] : []),
    ]),
  ];
  const find = (id: string) => findCompanionModel(companion, id) ?? guessCompanionModel(id);
  return [
    ...idsOf('chat', chatModel).map((id) => describeCompanionChat(find(id))),
    ...idsOf('image', imageModel).map((id) => describeCompanionImage(find(id))),
  ];
}

/** What is known of a model that draws, wherever it is. */
export function findDrawingModel(
  models: ModelsState,
  companion: Pick<CompanionState, 'models'>,
  id: string,
): ImageManifest | undefined {
  if (!isElsewhere(id)) return findModel(models, 'image', id);
  return describeCompanionImage(findCompanionModel(companion, id) ?? guessCompanionModel(id));
}
