import type { FontFile } from '../canvas-platform.ts';

/** Registers each font file once; one that failed is tried again when it is next needed. */
export function loadOnce(
  register: (file: FontFile) => Promise<void>,
): (file: FontFile) => Promise<void> {
  const loading = new Map<string, Promise<void>>();
  return (file) => {
    const loaded = loading.get(file.family) ?? register(file);
    loading.set(file.family, loaded);
    loaded.catch(() => loading.delete(file.family));
    return loaded;
  };
}
