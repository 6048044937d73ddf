import type { StoredPicture } from '../../engine/images/picture-store.ts';
import { PictureCollections } from '../../features/images/collections/PictureCollections.tsx';
import { LikePictures } from '../../features/images/gallery/Likeness.tsx';
import { OriginLine } from '../links/OriginLine.tsx';
import type { Studio } from '../studio.ts';
import { galleryOf } from './gallery-studio.ts';

interface AboutPictureProps {
  studio: Studio;
  picture: StoredPicture;
  onOpen(id: string): void;
}

/** What the studio knows of a picture beyond what it was made with. */
export default function AboutPicture({ studio, picture, onOpen }: AboutPictureProps) {
  const { collectionsStore, likeness } = galleryOf(studio);
  return (
    <>
      {picture.origin && <OriginLine studio={studio} origin={picture.origin} />}
      <PictureCollections store={collectionsStore} picture={picture} />
      <LikePictures
        store={likeness}
        models={studio.models}
        library={studio.library}
        picture={picture}
        onOpen={onOpen}
      />
    </>
  );
}
