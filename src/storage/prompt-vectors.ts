import * as z from 'zod/mini';
import type { TriptychDatabase } from './database.ts';

const promptVectorSchema = z.object({
  /** The picture's. */
  id: z.string(),
  /** By which it was made: numbers of different models cannot be compared. */
  model: z.string(),
  /** Which prompt it belongs to: another prompt gets a new one. */
  prompt: z.string(),
  /** Of length 1. */
  vector: z.instanceof(Float32Array),
});
/** What a picture's prompt means, as a vector (engine/embeddings). */
export type PromptVector = z.infer<typeof promptVectorSchema>;

/** Vectors beside pictures: whatever is missing is made again from the prompts. */
export interface PromptVectorStore {
  list(): Promise<PromptVector[]>;
  /** Adds or replaces, together or not at all. */
  put(vectors: readonly PromptVector[]): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
}

export function createPromptVectorStore(database: TriptychDatabase): PromptVectorStore {
  return {
    async list() {
      const rows = await database.use((db) => db.getAll('promptVectors'));
      return rows.flatMap((row) => promptVectorSchema.safeParse(row).data ?? []);
    },
    put: (vectors) =>
      database.use(async (db) => {
        const transaction = db.transaction('promptVectors', 'readwrite');
        await Promise.all([
          ...vectors.map((each) => transaction.store.put(each)),
          transaction.done,
        ]);
      }),
    remove: (ids) =>
      database.use(async (db) => {
        const transaction = db.transaction('promptVectors', 'readwrite');
        await Promise.all([...ids.map((id) => transaction.store.delete(id)), transaction.done]);
      }),
  };
}

/** Vectors that are gone when the tab closes. */
export function createMemoryPromptVectors(): PromptVectorStore {
  const kept = new Map<string, PromptVector>();
  return {
    list: async () => [...kept.values()],
    put: async (vectors) => vectors.forEach((each) => kept.set(each.id, each)),
    remove: async (ids) => ids.forEach((id) => kept.delete(id)),
  };
}
