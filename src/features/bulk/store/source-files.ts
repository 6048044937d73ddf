import type { BulkItem } from '../../../engine/bulk/bulk-item.ts';
import type { BulkFiles } from '../../../storage/bulk/bulk-files.ts';

/** The files that were added, until and after they are on the disk. */
export interface SourceFiles {
  add(id: string, file: File): void;
  /**
   * Writes files that were added to the disk, where they outlast a reload; one call after the
   * other. Throws `storage_full`; those that found no room can be read all the same.
   */
  store(ids: readonly string[]): Promise<void>;
  read(id: string): Promise<Blob>;
  forget(ids: readonly string[]): void;
}

/** So many are written at once. */
const WRITTEN_AT_ONCE = 20;

/** `find`: the item of a file, as it is by now; none once it was removed. */
export function createSourceFiles(
  files: () => Promise<BulkFiles>,
  find: (id: string) => BulkItem | undefined,
): SourceFiles {
  const unstored = new Map<string, File>();
  let last: Promise<unknown> = Promise.resolve();

  async function storeNow(ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += WRITTEN_AT_ONCE) {
      const pictures = ids.slice(at, at + WRITTEN_AT_ONCE).flatMap((id) => {
        const [item, file] = [find(id), unstored.get(id)];
        return item && file ? [{ item, file }] : [];
      });
      await (await files()).add(pictures);
      for (const { item } of pictures) unstored.delete(item.id);
    }
  }
  return {
    add: (id, file) => void unstored.set(id, file),
    store(ids) {
      const turn = last.then(() => storeNow(ids));
      last = turn.catch(() => undefined);
      return turn;
    },
    read: async (id) => unstored.get(id) ?? (await files()).readSource(id),
    forget: (ids) => ids.forEach((id) => unstored.delete(id)),
  };
}
