import { createBatches, type Batches } from '../engine/studio/batch/batches.ts';
import { createMemoryBatchStore, type BatchStore } from '../engine/studio/batch/batch-store.ts';
import type { JobStore } from '../engine/studio/job-store.ts';
import type { ImagesStore } from '../features/images/images-store.ts';
import { createBatchQueue } from '../features/images/queue/batch-queue.ts';
import { connectBatchDatabase, createBatchStore } from '../storage/batches.ts';
import type { Stores } from '../storage/stores.ts';

const FORGOTTEN_AFTER_MS = 7 * 24 * 60 * 60 * 1000;

/** Where batches are kept until they are taken; what nobody has come for is deleted. */
export function openBatchStore({ isKept }: Pick<Stores, 'isKept'>): BatchStore {
  if (!isKept) return createMemoryBatchStore();
  const store = createBatchStore(connectBatchDatabase());
  void store.removeBefore(Date.now() - FORGOTTEN_AFTER_MS).catch(() => undefined);
  return store;
}

/** Batches in the queue of pictures. */
export function openBatches(images: ImagesStore, jobs: JobStore, store: BatchStore): Batches {
  return createBatches(createBatchQueue(images, jobs), store);
}
