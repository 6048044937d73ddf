import type { PictureCodec, PictureType } from '../../../engine-client/picture-codec.ts';
import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import { knownParameters, type StoredPicture } from '../../../engine/images/picture-store.ts';
import { saveFile } from '../../../ui/save-file.ts';
import { exportPicture, PICTURE_ENDINGS, zipPictures } from './export-pictures.ts';
import { applyParameters, type ParameterChoice } from '../form/image-form.ts';
import type { ImagesStore } from '../images-store.ts';
import { nameFile } from './picture-titles.ts';

/** What one can do with a picture, on any screen that shows one. */
export interface PictureActions {
  startFrom(picture: StoredPicture): Promise<void>;
  vary(picture: StoredPicture, strength: number): void;
  upscale(picture: StoredPicture, factor: 2 | 4): void;
  reuse(picture: StoredPicture, choice: ParameterChoice): void;
  save(picture: StoredPicture, type: PictureType): Promise<void>;
  saveAll(pictures: readonly StoredPicture[]): Promise<void>;
  toggleFavourite(picture: StoredPicture): void;
  remove(pictures: readonly StoredPicture[]): void;
}

interface ActionDependencies {
  store: ImagesStore;
  library: PictureLibrary;
  codec: PictureCodec;
  /** Whether a model of this name can be chosen. */
  hasModel(model: string): boolean;
  onChooseModel(model: string): void;
}

export function createPictureActions(dependencies: ActionDependencies): PictureActions {
  const { store, library, codec } = dependencies;
  const state = store.getState;
  return {
    async startFrom(picture) {
      state().setSource({ file: await library.readFile(picture.id), pictureId: picture.id });
    },
    vary: (picture, strength) => void state().vary(picture, strength),
    upscale: (picture, factor) => void state().upscale(picture, factor),
    reuse(picture, choice) {
      const { parameters } = picture;
      if (choice === 'all' && dependencies.hasModel(parameters.model)) dependencies.onChooseModel(parameters.model);
      state().changeForm(applyParameters(state().form, knownParameters(picture), choice));
    },
    async save(picture, type) {
      const file = await exportPicture(library, codec, picture, type);
      saveFile(nameFile(picture), PICTURE_ENDINGS[type], file, type);
    },
    async saveAll(pictures) {
      saveFile(`Triptych ${pictures.length} pictures`, 'zip', await zipPictures(library, pictures), 'application/zip');
    },
    toggleFavourite: ({ id }) => void library.toggleFavourite(id),
    remove: (pictures) => void library.remove(pictures.map(({ id }) => id)),
  };
}
