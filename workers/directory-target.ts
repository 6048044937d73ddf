import { EngineError, throwIfAborted } from '../src/engine/errors.ts';
import type { ExportTarget } from '../src/engine/models/store/export-model.ts';

/** A folder that the user has chosen, to write an export into. */
export function createDirectoryTarget(root: FileSystemDirectoryHandle): ExportTarget {
  return {
    async write(path, body, onBytes, signal) {
      try {
        await writeFile(root, path.split('/'), body, onBytes, signal);
      } catch (thrown) {
        throw EngineError.from(thrown, 'storage_unavailable');
      }
    },
  };
}

async function writeFile(
  root: FileSystemDirectoryHandle,
  words: readonly string[],
  body: Blob,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  let folder = root;
  for (const word of words.slice(0, -1))
    folder = await folder.getDirectoryHandle(word, { create: true });
  const file = await folder.getFileHandle(words.at(-1) ?? '', { create: true });
  const target = await file.createWritable();
  try {
    for await (const piece of body.stream()) {
      throwIfAborted(signal);
      await target.write(piece);
      onBytes(piece.length);
    }
    await target.close();
  } catch (thrown) {
    // Aborting the stream discards what was written so far.
    await target.abort().catch(() => undefined);
    throw thrown;
  }
}
