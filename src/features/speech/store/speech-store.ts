import { createStore } from 'zustand/vanilla';
import { EngineError } from '../../../engine/errors.ts';
import type { ReadingDraft } from '../../../storage/reading-drafts.ts';
import type { StoredReading } from '../../../storage/readings.ts';
import { keepPlace } from './keep-place.ts';
import { createReading } from './new-reading.ts';
import { createReadingRun, type ReadingRun } from './reading-run.ts';
import { createReadingShelf, type ReadingShelf } from './reading-shelf.ts';
import {
  endOf,
  openAt,
  type SpeechActions,
  type SpeechDependencies,
  type SpeechState,
  type SpeechStore,
} from './speech-state.ts';
import { findOrigin } from './stretches.ts';
import { takeVoice } from './take-voice.ts';
import { findTimeOf } from './timeline.ts';
import { rememberUnsaved } from './unsaved-readings.ts';

/**
 * Readings: the list of them (reading-shelf.ts), the one that is open, and the engine's work on it
 * (reading-run.ts).
 */
export function createSpeechStore(given: SpeechDependencies): SpeechStore {
  const readings = rememberUnsaved(given.readings);
  const dependencies = { ...given, readings };
  return createStore<SpeechState & SpeechActions>()((set, _, store) => {
    const showProblem = (thrown: unknown) =>
      set({ problem: EngineError.from(thrown), unsaved: readings.listUnsaved() });
    const shelf = createReadingShelf(dependencies, store);
    const run = createReadingRun(dependencies, store, shelf);
    keepPlace(dependencies, store, shelf);
    return {
      readings: null,
      open: null,
      run: { status: 'idle' },
      figures: null,
      notice: null,
      problem: null,
      removed: null,
      unsaved: [],

      restore: shelf.restore,
      remove: shelf.remove,
      undoRemove: shelf.undoRemove,
      ...createSpeaking(dependencies, store, shelf, run),
      ...createPlaces(dependencies, store, shelf, run),
      stop: run.stop,
      finish: run.finish,
      showProblem,
      dismissProblem: () => set({ problem: null }),
      keepUnsaved: () =>
        readings.keepUnsaved().then(() => set({ problem: null, unsaved: [] }), showProblem),
    };
  });
}

type StoreParts = Pick<SpeechStore, 'getState' | 'setState'>;

/** New readings. */
function createSpeaking(
  { player, chooseVoice }: SpeechDependencies,
  { getState: get, setState: set }: StoreParts,
  shelf: ReadingShelf,
  run: ReadingRun,
): Pick<SpeechActions, 'speak' | 'speakAgain'> {
  async function speak(draft: ReadingDraft): Promise<void> {
    get().close();
    const choice = chooseVoice();
    const reading = createReading(draft, choice);
    set({ open: openAt(reading, [], 0) });
    if (choice.sampleRate) player.prepare(choice.sampleRate);
    // The engine needs the disk as little as the listener does.
    await Promise.all([shelf.keep(reading), run.start(0)]);
  }
  return {
    speak: (text, { title = '', chapters = [] } = {}) => speak({ text, title, chapters }),
    async speakAgain() {
      const { open } = get();
      if (open) await speak(open.reading);
    },
  };
}

/** What is open, and the listener's position in it. */
function createPlaces(
  { player, readings, replaceVoice }: SpeechDependencies,
  store: StoreParts,
  shelf: ReadingShelf,
  run: ReadingRun,
): Pick<SpeechActions, 'resume' | 'continueHere' | 'readFrom' | 'openReading' | 'close'> {
  const { getState: get, setState: set } = store;
  function openStretch(reading: StoredReading, from: number, seconds: number): void {
    const { open } = get();
    if (!open) return;
    set({ open: openAt(reading, open.pieces, from) });
    run.giveToPlayer();
    player.seek(seconds);
  }
  return {
    async resume() {
      const { open } = get();
      if (open) await run.start(endOf(open));
    },
    async continueHere() {
      const { open, problem } = get();
      if (!open || !problem) return;
      const other = await replaceVoice?.(problem, open.reading);
      if (!other || get().open?.reading.id !== open.reading.id) return;
      takeVoice(store, other.choice);
      await run.start(endOf(open));
    },
    readFrom(offset) {
      const { open } = get();
      if (!open) return;
      const { reading, pieces, stretch } = open;
      const isPlaying = ['playing', 'waiting'].includes(player.state.getState().status);
      const isHere = offset >= open.from && offset < (stretch.at(-1)?.end ?? 0);
      const origin = isHere ? open.from : findOrigin(pieces, offset);
      if (origin === undefined) {
        player.pause();
        set({ open: openAt(reading, pieces, offset) });
        player.open(null);
        player.prepare(reading.sampleRate);
        void run.start(offset);
        return;
      }
      if (!isHere) openStretch(reading, origin, 0);
      const seconds = findTimeOf(get().open?.stretch ?? [], reading.sampleRate, offset);
      if (seconds !== undefined) player.seek(seconds);
      if (!isHere && isPlaying) player.play();
    },
    async openReading(readingId) {
      if (get().open?.reading.id === readingId) return;
      get().close();
      const reading = get().readings?.find(({ id }) => id === readingId);
      if (!reading) return;
      const pieces = await readings.readPieces(readingId);
      const { positionFrom, positionSeconds } = reading;
      const isThere = pieces.some(({ follows }) => follows === positionFrom);
      set({ open: openAt(reading, pieces, isThere ? positionFrom : (pieces[0]?.follows ?? 0)) });
      run.giveToPlayer();
      player.seek(isThere ? positionSeconds : 0);
    },
    close() {
      void shelf.keepOpen();
      run.leave();
      player.pause();
      set({ open: null, figures: null, notice: null, problem: null });
      player.open(null);
    },
  };
}
