import type { ReadingPiece, ReadingStore, StoredReading } from '../../../storage/readings.ts';
import { createRefusedWrites } from '../../../storage/refused-writes.ts';

/** What the store does not have of a reading; pieces by their index. */
interface UnsavedPart {
  reading?: StoredReading;
  pieces: Readonly<Record<number, ReadingPiece>>;
}

/** A store that remembers what was refused, and gives it back when it is read. */
export interface UnsavedReadings extends ReadingStore {
  /** Ids of readings that the store has refused. */
  listUnsaved(): string[];
  /** Tries once more. Throws what the store throws. */
  keepUnsaved(): Promise<void>;
}

export function rememberUnsaved(readings: ReadingStore): UnsavedReadings {
  const writes = createRefusedWrites<{ id: string } & UnsavedPart>({
    async store({ id, reading, pieces }) {
      for (const piece of Object.values(pieces)) await readings.savePiece(id, piece);
      if (reading) await readings.save(reading);
    },
    merge: (before, next) => ({ ...before, ...next, pieces: { ...before.pieces, ...next.pieces } }),
  });
  return {
    list: readings.list,
    listNewest: readings.listNewest,
    save: (reading) => writes.write(reading.id, { id: reading.id, reading, pieces: {} }),
    savePiece: (id, piece) => writes.write(id, { id, pieces: { [piece.index]: piece } }),
    async readPieces(id) {
      const unsaved = writes.read(id)?.pieces ?? {};
      const stored = await readings.readPieces(id);
      const others = stored.filter(({ index }) => !(index in unsaved));
      return [...others, ...Object.values(unsaved)].sort(
        (a, b) => a.follows - b.follows || a.index - b.index,
      );
    },
    remove(id) {
      writes.forget(id);
      return readings.remove(id);
    },
    listUnsaved: writes.list,
    keepUnsaved: writes.retry,
  };
}
