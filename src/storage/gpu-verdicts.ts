import { del, get, set } from 'idb-keyval';
import { gpuVerdictSchema, type GpuVerdict } from '../engine/gpu/self-test/gpu-verdict.ts';
import { openValues } from './values.ts';

/** What was found out of adapters. Losing it costs a new test. */
export interface GpuVerdictStore {
  get(key: string): Promise<GpuVerdict | undefined>;
  put(verdict: GpuVerdict): Promise<void>;
  delete(key: string): Promise<void>;
}

/** Verdicts had a database of their own once; the first new one takes its place. */
const FORMER_DATABASE = 'triptych-gpu-verdicts';

/** Where storage is denied, nothing is found and nothing kept. */
export function createGpuVerdictStore(values = openValues()): GpuVerdictStore {
  const keyOf = (key: string) => `gpu-verdict ${key}`;
  const nothing = () => undefined;
  return {
    async get(key) {
      const kept: unknown = await get(keyOf(key), values).catch(nothing);
      return gpuVerdictSchema.safeParse(kept).data;
    },
    async put(verdict) {
      await set(keyOf(verdict.key), verdict, values).then(
        () => indexedDB.deleteDatabase(FORMER_DATABASE),
        nothing,
      );
    },
    delete: (key) => del(keyOf(key), values).catch(nothing),
  };
}
