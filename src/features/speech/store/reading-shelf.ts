import { UNDO_MS } from '../../../engine-client/undo-ms.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { StoredReading } from '../../../storage/readings.ts';
import type { SpeechActions, SpeechDependencies, SpeechStore } from './speech-state.ts';

/** The list of readings and what of it is on disk. */
export interface ReadingShelf extends Pick<SpeechActions, 'restore' | 'remove' | 'undoRemove'> {
  /** Puts a reading on the list and on disk; a failed write is shown, and the sound goes on. */
  keep(reading: StoredReading): Promise<void>;
  /** Saves the open reading with the listener's place. An unspoken reading is not kept. */
  keepOpen(): Promise<void>;
}

/** So many fill a screen, and are read before the others. */
const FIRST_COUNT = 60;

export function createReadingShelf(
  { readings, player }: SpeechDependencies,
  { getState: get, setState: set }: Pick<SpeechStore, 'getState' | 'setState'>,
): ReadingShelf {
  const report = (thrown: unknown) => get().showProblem(thrown);
  const others = (id: string) => get().readings?.filter((reading) => reading.id !== id) ?? [];

  /** Changed or deleted here since the reading of the list began: newer than what was read. */
  const touched = new Set<string>();

  async function keep(reading: StoredReading): Promise<void> {
    touched.add(reading.id);
    set({ readings: [reading, ...others(reading.id)].sort((a, b) => b.createdAt - a.createdAt) });
    const { open } = get();
    if (open?.reading.id === reading.id) set({ open: { ...open, reading } });
    await readings.save(reading).catch(report);
  }

  function list(stored: readonly StoredReading[]): void {
    const read = stored.filter(({ id }) => !touched.has(id));
    const ids = new Set(read.map(({ id }) => id));
    const listed = get().readings?.filter(({ id }) => !ids.has(id)) ?? [];
    set({ readings: [...read, ...listed].sort((a, b) => b.createdAt - a.createdAt) });
  }

  return {
    keep,
    async keepOpen() {
      const { open } = get();
      if (!open) return;
      const { reading, pieces, from } = open;
      const { positionSeconds } = player.state.getState();
      if (pieces.length > 0) return keep({ ...reading, positionSeconds, positionFrom: from });
      touched.add(reading.id);
      set({ readings: others(reading.id) });
      await readings.remove(reading.id).catch(report);
    },
    async restore() {
      try {
        touched.clear();
        list(await readings.listNewest(FIRST_COUNT));
        list(await readings.list());
      } catch (thrown) {
        list([]);
        set({ problem: EngineError.from(thrown, 'storage_unavailable') });
      }
    },
    async remove(readingId) {
      const reading = get().readings?.find(({ id }) => id === readingId);
      if (!reading) return;
      if (get().open?.reading.id === readingId) get().close();
      const pieces = await readings.readPieces(readingId);
      touched.add(readingId);
      set({ readings: others(readingId), removed: { reading, pieces } });
      await readings.remove(readingId);
      setTimeout(() => get().removed?.reading.id === readingId && set({ removed: null }), UNDO_MS);
    },
    async undoRemove() {
      const { removed } = get();
      if (!removed) return;
      set({ removed: null });
      for (const piece of removed.pieces)
        await readings.savePiece(removed.reading.id, piece).catch(report);
      await keep(removed.reading);
    },
  };
}
