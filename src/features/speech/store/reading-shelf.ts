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

export function createReadingShelf(
  { readings, player }: SpeechDependencies,
  { getState: get, setState: set }: Pick<SpeechStore, 'getState' | 'setState'>,
): ReadingShelf {
  const report = (thrown: unknown) => get().showProblem(thrown);
  const others = (id: string) => get().readings?.filter((reading) => reading.id !== id) ?? [];

  async function keep(reading: StoredReading): Promise<void> {
    set({ readings: [reading, ...others(reading.id)].sort((a, b) => b.createdAt - a.createdAt) });
    const { open } = get();
    if (open?.reading.id === reading.id) set({ open: { ...open, reading } });
    await readings.save(reading).catch(report);
  }

  return {
    keep,
    async keepOpen() {
      const { open } = get();
      if (!open) return;
      const { reading, pieces, from } = open;
      const { positionSeconds } = player.state.getState();
      if (pieces.length > 0) return keep({ ...reading, positionSeconds, positionFrom: from });
      set({ readings: others(reading.id) });
      await readings.remove(reading.id).catch(report);
    },
    async restore() {
      try {
        set({ readings: await readings.list() });
      } catch (thrown) {
        set({ readings: [], problem: EngineError.from(thrown, 'storage_unavailable') });
      }
    },
    async remove(readingId) {
      const reading = get().readings?.find(({ id }) => id === readingId);
      if (!reading) return;
      if (get().open?.reading.id === readingId) get().close();
      const pieces = await readings.readPieces(readingId);
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
