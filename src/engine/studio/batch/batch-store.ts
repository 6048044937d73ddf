import type { BatchBase, BatchEvent, BatchImage } from './batch-request.ts';

/** What must not be made again: pictures, and the end. */
export type KeptEvent =
  Extract<BatchEvent, { type: 'base-event' | 'base-end' | 'size-end' }> | KeptEnd;

/** The end of a batch, with its images' names in place of what is kept already. */
type KeptEnd = Omit<Extract<BatchEvent, { type: 'finish' }>, 'images' | 'bases'> & {
  names: readonly string[];
};

/** What batches have made so far, with their files, until whoever asked for it has taken it. */
export interface BatchStore {
  /** In the order in which it was kept. */
  list(batchId: string): Promise<KeptEvent[]>;
  /** Puts it at the end. Throws `storage_full`. */
  append(batchId: string, event: KeptEvent): Promise<void>;
  remove(batchId: string): Promise<void>;
  /** Batches that nobody has taken: those to which nothing was added since (epoch ms). */
  removeBefore(time: number): Promise<void>;
}

/** The sizes that are made. */
export function listImages(kept: readonly KeptEvent[]): BatchImage[] {
  return kept.flatMap((event) => (event.type === 'size-end' ? [event.image] : []));
}

/** The end as `generateBatch` tells it; `undefined` while there is none. */
export function readFinish(
  kept: readonly KeptEvent[],
): Extract<BatchEvent, { type: 'finish' }> | undefined {
  const end = kept.find((event) => event.type === 'finish');
  if (!end) return undefined;
  const { names, ...rest } = end;
  const images = listImages(kept).sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
  const bases: BatchBase[] = [];
  for (const event of kept) if (event.type === 'base-end') bases[event.index] = event.base;
  return { ...rest, images, bases };
}

/** What is lost when the process ends. */
export function createMemoryBatchStore(now: () => number = Date.now): BatchStore {
  const batches = new Map<string, { changedAt: number; events: KeptEvent[] }>();
  return {
    list: async (batchId) => [...(batches.get(batchId)?.events ?? [])],
    async append(batchId, event) {
      const events = [...(batches.get(batchId)?.events ?? []), event];
      batches.set(batchId, { changedAt: now(), events });
    },
    remove: async (batchId) => void batches.delete(batchId),
    async removeBefore(time) {
      for (const [batchId, { changedAt }] of batches) if (changedAt < time) batches.delete(batchId);
    },
  };
}
