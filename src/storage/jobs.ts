import * as z from 'zod/mini';
import { compareJobs, type JobPlace, type MovableJobStore } from '../engine/studio/job-store.ts';
import type { TriptychDatabase } from './database.ts';

const jobSchema = z.looseObject({
  id: z.string(),
  order: z.number(),
  priority: z.optional(z.number()),
});

export function createJobStore(database: TriptychDatabase): MovableJobStore {
  return {
    async list() {
      const rows = await database.use((db) => db.getAll('imageJobs'));
      return rows.flatMap((row) => jobSchema.safeParse(row).data ?? []).sort(compareJobs);
    },
    // Copied first: a job that cannot be stored must not leave half of the others behind.
    put: (...jobs) =>
      database.use(async (db) => {
        const copies = structuredClone(jobs);
        const transaction = db.transaction('imageJobs', 'readwrite');
        await Promise.all([...copies.map((job) => transaction.store.put(job)), transaction.done]);
      }),
    place: (...places) =>
      database.use(async (db) => {
        const transaction = db.transaction('imageJobs', 'readwrite');
        const move = async ({ id, order, priority }: JobPlace) => {
          const job = await transaction.store.get(id);
          if (job) await transaction.store.put({ ...job, order, priority });
        };
        await Promise.all([...places.map(move), transaction.done]);
      }),
    remove: (id) => database.use((db) => db.delete('imageJobs', id)),
  };
}
