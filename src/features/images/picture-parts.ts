import type { ModelsClient } from '../../engine-client/models-client.ts';
import type { PictureCodec } from '../../engine-client/picture-codec.ts';
import type { PictureLibrary } from '../../engine-client/picture-library.ts';
import type { ImagesStore } from './images-store.ts';

/** What a picture stands on wherever it is shown. */
export interface PictureParts {
  store: ImagesStore;
  library: PictureLibrary;
  codec: PictureCodec;
  models: ModelsClient;
  onChooseModel(model: string): void;
  /** Leads to the image screen, where what was asked for is done. */
  onOpenImages(): void;
}
