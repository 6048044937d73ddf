import { delMany, get, keys, set } from 'idb-keyval';
import type { Values } from './values.ts';

/** Pictures that recipes name, such as that of a watermark. */
export interface RecipePictures {
  /** `undefined` if it is not here. */
  read(name: string): Promise<Blob | undefined>;
  /** Throws where storage is full or denied. */
  put(name: string, picture: Blob): Promise<void>;
  /** Deletes all others. */
  keepOnly(names: readonly string[]): Promise<void>;
}

const PREFIX = 'bulk-recipe ';

export function createRecipePictures(values: Values): RecipePictures {
  return {
    async read(name) {
      const kept: unknown = await get(PREFIX + name, values).catch(() => undefined);
      return kept instanceof Blob ? kept : undefined;
    },
    put: (name, picture) => set(PREFIX + name, picture, values),
    async keepOnly(names) {
      const wanted = new Set(names.map((name) => PREFIX + name));
      const stored = (await keys<IDBValidKey>(values)).filter(
        (key) => typeof key === 'string' && key.startsWith(PREFIX) && !wanted.has(key),
      );
      await delMany(stored, values);
    },
  };
}
