import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import type { CollectionsStore } from '../collections/collections-store.ts';
import { filterPictures, NO_FILTER, type PictureFilter } from '../search/filter-pictures.ts';
import type { LikenessStore } from '../search/likeness-store.ts';
import { sortPictures, type PictureOrder } from '../search/sort-pictures.ts';
import { useMeanings } from '../search/use-meanings.ts';

/** Which pictures are shown, and in which order. */
export interface GalleryView {
  filter: PictureFilter;
  setFilter(filter: PictureFilter): void;
  order: PictureOrder;
  setOrder(order: PictureOrder): void;
  shown: readonly StoredPicture[];
}

interface ViewedStores {
  library: PictureLibrary;
  collections: CollectionsStore;
  likeness: LikenessStore;
}

/** What is searched for has an order of its own, the best match first to begin with. */
export function useGalleryView({ library, ...stores }: ViewedStores): GalleryView {
  const { pictures } = useStore(library.state);
  const { collections } = useStore(stores.collections);
  const [filter, setFilter] = useState<PictureFilter>(NO_FILTER);
  const [plainOrder, setPlainOrder] = useState<PictureOrder>('newest');
  const [foundOrder, setFoundOrder] = useState<PictureOrder>('fit');
  const meanings = useMeanings(stores.likeness, filter.words);
  const isSearching = filter.words.trim() !== '';
  const order = isSearching ? foundOrder : plainOrder;
  const shown = useMemo(() => {
    const found = filterPictures(pictures ?? [], filter, collections ?? [], meanings);
    return sortPictures(found.pictures, order, found.fits);
  }, [pictures, filter, collections, meanings, order]);
  return {
    ...{ filter, setFilter, order, shown },
    setOrder: isSearching ? setFoundOrder : setPlainOrder,
  };
}
