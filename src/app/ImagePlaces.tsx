import { useCallback } from 'react';
import { useStore } from 'zustand';
import { GalleryScreen } from '../features/images/gallery/GalleryScreen.tsx';
import { ImagesScreen } from '../features/images/ImagesScreen.tsx';
import { ModelPicker } from './ModelPicker.tsx';
import type { Studio } from './studio.ts';
import { useFirstFetch } from './use-first-fetch.ts';
import { warmUpImages } from './warm-up.ts';

interface ImagePlaceProps {
  place: 'images' | 'gallery';
  studio: Studio;
  onAction(action: string): void;
  headerEnd: React.ReactNode;
}

/** The two screens of pictures, with what they stand on. */
export default function ImagePlace({ place, studio, onAction, headerEnd }: ImagePlaceProps) {
  const { imageModel, isImagePanelOpen, change } = useStore(studio.settings);
  const chooseModel = useCallback((model: string) => change({ imageModel: model }), [change]);
  const warmUp = useCallback(() => void warmUpImages(studio), [studio]);
  const cost = useFirstFetch(studio, 'image', imageModel);
  const common = {
    store: studio.imagesStore,
    library: studio.library,
    codec: studio.pictures,
    models: studio.models,
    onChooseModel: chooseModel,
    onAction,
    headerEnd,
  };
  if (place === 'gallery') return <GalleryScreen {...common} />;
  return (
    <ImagesScreen
      {...common}
      engine={studio.diffusion}
      modelId={imageModel}
      isPanelOpen={isImagePanelOpen}
      onTogglePanel={(isOpen) => change({ isImagePanelOpen: isOpen })}
      cost={cost}
      onWarmUp={warmUp}
      modelPicker={<ModelPicker studio={studio} task="image" onAction={onAction} />}
    />
  );
}
