import * as z from 'zod/mini';
import type { TriptychDatabase } from './database.ts';

/**
 * A request that waits, as far as storage cares: its own fields are the images feature's business.
 */
const jobSchema = z.looseObject({ id: z.string(), order: z.number() });
export type StoredImageJob = z.infer<typeof jobSchema>;

/** Requests for pictures that were made and not yet drawn: they outlive a reload. */
export interface ImageJobStore {
  /** In the order in which they are to be drawn. */
  list(): Promise<StoredImageJob[]>;
  put(...jobs: StoredImageJob[]): Promise<void>;
  remove(id: string): Promise<void>;
}

export function createImageJobStore(database: TriptychDatabase): ImageJobStore {
  return {
    async list() {
      const rows = await database.use((db) => db.getAll('imageJobs'));
      return rows
        .flatMap((row) => jobSchema.safeParse(row).data ?? [])
        .sort((a, b) => a.order - b.order);
    },
    put: (...jobs) =>
      database.use(async (db) => {
        const transaction = db.transaction('imageJobs', 'readwrite');
        await Promise.all([...jobs.map((job) => transaction.store.put(job)), transaction.done]);
      }),
    remove: (id) => database.use((db) => db.delete('imageJobs', id)),
  };
}
