import type { Locks } from '../../locks.ts';
import { lockOfContent } from './bring-file.ts';
import { listNeeds } from '../store/needed-files.ts';
import type { ChunkStore } from '../store/weight-store.ts';

/**
 * Removes files that no model and no unfinished download names, and contents that nothing names:
 * what a replaced revision, a deleted model or a discarded download leaves behind. Files stored by
 * name alone stay.
 */
export async function collectGarbage(
  store: ChunkStore,
  locks: Locks,
  signal: AbortSignal,
): Promise<void> {
  const { keys } = await listNeeds(store);
  for (const { key, isLoose } of await store.listFiles())
    if (!isLoose && !keys.has(key)) await store.deleteFile(key);
  const isNeeded = await readNeeded(store);
  for (const { digest } of await store.listContents()) {
    if (isNeeded(digest)) continue;
    // A download may have started to need it meanwhile: look again while nobody writes it.
    await locks.hold(lockOfContent(digest), signal, async () => {
      if (!(await readNeeded(store))(digest)) await store.deleteContent(digest);
    });
  }
}

async function readNeeded(store: ChunkStore): Promise<(digest: string) => boolean> {
  const [{ digests }, files] = await Promise.all([listNeeds(store), store.listFiles()]);
  const named = new Set<string>([...digests, ...files.map(({ digest }) => digest)]);
  return (digest) => named.has(digest);
}
