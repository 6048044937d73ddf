import { EngineError } from '../../errors.ts';
import type { PinnedFile } from '../manifest.ts';
import { countStoredBytes, type ChunkStore } from '../store/weight-store.ts';

/** Bytes that the origin may still store; `undefined` if the platform does not say. */
export type MeasureRoom = () => Promise<number | undefined>;

/** The database needs a little for itself, and the estimate is rough. */
const MARGIN = 1.1;

/**
 * Checks before the first byte whether the missing files fit. Throws `storage_full` with
 * `neededBytes` and `freeBytes`.
 */
export async function checkRoom(
  files: readonly PinnedFile[],
  store: ChunkStore,
  measureRoom: MeasureRoom,
): Promise<void> {
  const room = await measureRoom();
  if (room === undefined) return;
  const freeBytes = Math.max(0, room);
  const contents = new Map(
    (await store.listContents()).map((content) => [content.digest, content]),
  );
  const distinct = new Map(files.map((file) => [file.digest, file]));
  const missing = [...distinct.values()].reduce((sum, { digest, sizeBytes }) => {
    const content = contents.get(digest);
    return sum + sizeBytes - (content ? countStoredBytes(content) : 0);
  }, 0);
  const neededBytes = Math.ceil(missing * MARGIN);
  if (neededBytes <= freeBytes) return;
  throw new EngineError(
    'storage_full',
    `It needs ${neededBytes} bytes, and the browser has room for ${freeBytes}.`,
    {
      details: { neededBytes, freeBytes },
    },
  );
}
