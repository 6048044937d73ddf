import type { StoredPicture } from '../../engine/images/picture-store.ts';
import { PictureCollections } from '../../features/images/collections/PictureCollections.tsx';
import type { Studio } from '../studio.ts';
import { galleryOf } from './gallery-studio.ts';

interface AboutPictureProps {
  studio: Studio;
  picture: StoredPicture;
}

/** What the studio knows of a picture beyond what it was made with. */
export default function AboutPicture({ studio, picture }: AboutPictureProps) {
  const { collectionsStore } = galleryOf(studio);
  return <PictureCollections store={collectionsStore} picture={picture} />;
}
