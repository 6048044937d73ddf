import type { PictureLibrary } from '../../../engine-client/picture-library.ts';

type Library = Pick<PictureLibrary, 'state' | 'readFile'>;

/** The picture in the gallery that has the same bytes; of those of another length none is read. */
export async function findSame(library: Library, file: Blob): Promise<string | undefined> {
  for (const { id, sizeBytes } of library.state.getState().pictures ?? []) {
    if (sizeBytes !== file.size) continue;
    const kept = await library.readFile(id).catch(() => undefined);
    if (kept && (await hasSameBytes(kept, file))) return id;
  }
  return undefined;
}

const PIECE_BYTES = 1 << 20;

/** A piece at a time: two large files are never in memory together. */
async function hasSameBytes(one: Blob, other: Blob): Promise<boolean> {
  for (let at = 0; at < one.size; at += PIECE_BYTES) {
    const [a, b] = (await Promise.all(
      [one, other].map(
        async (blob) => new Uint8Array(await blob.slice(at, at + PIECE_BYTES).arrayBuffer()),
      ),
    )) as [Uint8Array, Uint8Array];
    if (a.some((byte, index) => byte !== b[index])) return false;
  }
  return one.size === other.size;
}
