import {
  createMemoryPictureCache,
  type PictureCache,
} from '../engine/studio/cache/picture-cache.ts';
import { connectCacheDatabase, createPictureCache } from '../storage/picture-cache.ts';
import type { Stores } from '../storage/stores.ts';

const MOST_BYTES = 128 * 2 ** 20;

/** Answers to earlier requests; where the browser keeps nothing, as long as the tab. */
export function openPictureCache({ isKept }: Pick<Stores, 'isKept'>): PictureCache {
  if (!isKept) return createMemoryPictureCache(MOST_BYTES);
  return createPictureCache(connectCacheDatabase(), { mostBytes: MOST_BYTES });
}
