import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import { knownParameters, type StoredPicture } from '../../../engine/images/picture-store.ts';
import { applyParameters, type ParameterChoice } from '../form/image-form.ts';
import type { ImagesStore } from '../images-store.ts';

/** The other screens that have a use for a picture. */
export interface PictureDestinations {
  /**
   * Into the question that is being written: itself where the model looks at pictures, else what it
   * was drawn from. Throws for a lost picture.
   */
  takeToChat(picture: StoredPicture): Promise<void>;
  /** To where many are processed. */
  takeToBulk(pictures: readonly StoredPicture[]): Promise<void>;
  /** To where it is cut to every size that is needed. Throws for a lost picture. */
  takeToStudio(picture: StoredPicture): Promise<void>;
}

/** What one can do with a picture, on any screen that shows one. */
export interface PictureActions extends PictureDestinations {
  startFrom(picture: StoredPicture): Promise<void>;
  vary(picture: StoredPicture, strength: number): void;
  upscale(picture: StoredPicture, factor: 2 | 4): void;
  reuse(picture: StoredPicture, choice: ParameterChoice): void;
  /** Asks for the format, then writes a file, or a zip of several. */
  save(pictures: readonly StoredPicture[]): void;
  toggleFavourite(picture: StoredPicture): void;
  remove(pictures: readonly StoredPicture[]): void;
}

interface ActionDependencies {
  store: ImagesStore;
  library: PictureLibrary;
  /** Whether a model of this name can be chosen. */
  hasModel(model: string): boolean;
  onChooseModel(model: string): void;
  onSave(pictures: readonly StoredPicture[]): void;
  destinations: PictureDestinations;
}

export function createPictureActions(dependencies: ActionDependencies): PictureActions {
  const { store, library } = dependencies;
  const state = store.getState;
  return {
    ...dependencies.destinations,
    async startFrom(picture) {
      state().setSource({ file: await library.readFile(picture.id), pictureId: picture.id });
    },
    vary: (picture, strength) => void state().vary(picture, strength),
    upscale: (picture, factor) => void state().upscale(picture, factor),
    reuse(picture, choice) {
      const { parameters } = picture;
      if (choice === 'all' && dependencies.hasModel(parameters.model))
        dependencies.onChooseModel(parameters.model);
      state().changeForm(applyParameters(state().form, knownParameters(picture), choice));
    },
    save: dependencies.onSave,
    toggleFavourite: ({ id }) => void library.toggleFavourite(id),
    remove: (pictures) => void library.remove(pictures.map(({ id }) => id)),
  };
}
