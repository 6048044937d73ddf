import { useCallback, useMemo } from 'react';
import { useStore } from 'zustand';
import { isElsewhere } from '../../engine-client/companion/companion-state.ts';
import type { StudioAction } from '../../engine/studio-actions.ts';
import { GalleryScreen } from '../../features/images/gallery/GalleryScreen.tsx';
import { ImagesScreen } from '../../features/images/ImagesScreen.tsx';
import { collectPictureParts } from '../answer-outlets.tsx';
import { openInBulk } from '../bulk/open-in-bulk.ts';
import { galleryOf } from '../gallery/gallery-studio.ts';
import { OriginLine } from '../links/OriginLine.tsx';
import { ModelPicker } from '../models/ModelPicker.tsx';
import type { Studio } from '../studio.ts';
import { useFirstFetch } from '../models/use-first-fetch.ts';
import { warmUp } from '../models/model-readiness.ts';

interface ImagesRouteProps {
  place: 'images' | 'gallery';
  studio: Studio;
  /** The picture to open in the gallery at once. */
  pictureId: string | null;
  onPictureOpen(): void;
  onAction(action: StudioAction): void;
  headerEnd: React.ReactNode;
}

/** The two screens of pictures, with their dependencies. */
export default function ImagesRoute({
  place,
  studio,
  pictureId,
  onPictureOpen,
  onAction,
  headerEnd,
}: ImagesRouteProps) {
  const { imageModel, isImagePanelOpen, change } = useStore(studio.settings);
  const parts = useMemo(() => collectPictureParts(studio), [studio]);
  const openFiles = useCallback(
    (files: readonly File[]) => void openInBulk(studio, files),
    [studio],
  );
  const onWarmUp = useCallback(() => void warmUp(studio, 'image'), [studio]);
  const fetched = useFirstFetch(studio, 'image', imageModel);
  const cost = isElsewhere(imageModel)
    ? 'Drawn on your companion. Your prompt, and a picture you start from, are sent there.'
    : fetched;
  const common = { ...parts, onAction, headerEnd };
  if (place === 'gallery')
    return (
      <GalleryScreen
        {...common}
        collections={galleryOf(studio).collectionsStore}
        imports={galleryOf(studio).imports}
        likeness={galleryOf(studio).likeness}
        startId={pictureId}
        onStart={onPictureOpen}
      />
    );
  return (
    <ImagesScreen
      {...common}
      engine={studio.diffusion}
      companion={studio.companion.state}
      modelId={imageModel}
      isPanelOpen={isImagePanelOpen}
      onTogglePanel={(isOpen) => change({ isImagePanelOpen: isOpen })}
      cost={cost}
      onWarmUp={onWarmUp}
      onManyFiles={openFiles}
      renderOrigin={(origin) => <OriginLine studio={studio} origin={origin} />}
      modelPicker={<ModelPicker studio={studio} task="image" onAction={onAction} />}
    />
  );
}
