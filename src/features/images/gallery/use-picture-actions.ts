import { useMemo, useState } from 'react';
import { listModels } from '../../../engine-client/models/list-models.ts';
import type { ModelsClient } from '../../../engine-client/models/models-client.ts';
import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import type { PictureCredentials } from '../credentials/picture-credentials.ts';
import type { ImagesStore } from '../images-store.ts';
import {
  createPictureActions,
  type PictureActions,
  type PictureDestinations,
} from './picture-actions.ts';

export interface PictureActionProps {
  store: ImagesStore;
  library: PictureLibrary;
  models: ModelsClient;
  credentials: PictureCredentials;
  onChooseModel(modelId: string): void;
  destinations: PictureDestinations;
  /** What else is known of a picture, beside it when it is open; `onOpen` opens another. */
  renderAbout(picture: StoredPicture, onOpen: (id: string) => void): React.ReactNode;
}

/** The actions of a screen, and the pictures for which one of them has asked how to save them. */
export function usePictureActions({
  store,
  library,
  models,
  onChooseModel,
  destinations,
}: PictureActionProps): {
  actions: PictureActions;
  saving: readonly StoredPicture[];
  setSaving(pictures: readonly StoredPicture[]): void;
} {
  const [saving, setSaving] = useState<readonly StoredPicture[]>([]);
  const actions = useMemo(() => {
    const hasModel = (model: string) =>
      listModels(models.state.getState(), 'image').here.some(({ id }) => id === model);
    return createPictureActions({
      store,
      library,
      hasModel,
      onChooseModel,
      onSave: setSaving,
      destinations,
    });
  }, [store, library, models, onChooseModel, destinations]);
  return { actions, saving, setSaving };
}
