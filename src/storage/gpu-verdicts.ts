import { openDB } from 'idb';
import { gpuVerdictSchema, type GpuVerdict } from '../engine/gpu/self-test/gpu-verdict.ts';

/** What was found out of adapters. In a database of its own: losing it costs a new test. */
export interface GpuVerdictStore {
  get(key: string): Promise<GpuVerdict | undefined>;
  put(verdict: GpuVerdict): Promise<void>;
  delete(key: string): Promise<void>;
}

const NAME = 'triptych-gpu-verdicts';
const STORE = 'verdicts';

/** Where storage is denied, nothing is found and nothing kept. */
export function createGpuVerdictStore(): GpuVerdictStore {
  const open = () =>
    openDB(NAME, 1, {
      upgrade: (created) => void created.createObjectStore(STORE, { keyPath: 'key' }),
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
  async function use<T>(
    work: (database: Awaited<ReturnType<typeof open>>) => Promise<T>,
  ): Promise<T | undefined> {
    const database = await open().catch(() => undefined);
    try {
      return database && (await work(database));
    } finally {
      database?.close();
    }
  }
  return {
    async get(key) {
      const row: unknown = await use((database) => database.get(STORE, key));
      return gpuVerdictSchema.safeParse(row).data;
    },
    put: async (verdict) => void (await use((database) => database.put(STORE, verdict))),
    delete: async (key) => void (await use((database) => database.delete(STORE, key))),
  };
}
