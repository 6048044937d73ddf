import { createReadingSound } from './reading-sound.ts';
import type { ReadingShelf } from './reading-shelf.ts';
import { endOf, openAt, type SpeechDependencies, type SpeechStore } from './speech-state.ts';
import { whenHolds } from './when-holds.ts';
import { findGap } from './stretches.ts';

/** The engine's work on the open reading. */
export interface ReadingRun {
  /** Gives the player the stretch that is open. */
  giveToPlayer(): void;
  /** Speaks what is missing from a place in the text onwards, replacing what is being spoken. */
  start(from: number): Promise<void>;
  stop(): void;
  /** Stops at once and leaves the reading as it is. */
  leave(): void;
  /** Speaks whatever is still missing. */
  finish(signal: AbortSignal): Promise<void>;
}

interface Run {
  stopper: AbortController;
  /** How far it has come in the text. */
  at: number;
  done: Promise<void>;
}

export function createReadingRun(
  dependencies: SpeechDependencies,
  store: Pick<SpeechStore, 'getState' | 'setState' | 'subscribe'>,
  shelf: ReadingShelf,
): ReadingRun {
  const { player } = dependencies;
  const { getState: get, setState: set } = store;
  let current: Run | undefined;
  /** The listener wants the whole reading, for a file. */
  let wantsAll = false;

  const report = (thrown: unknown) => get().showProblem(thrown);

  /** Whether the stretch in the player is the one being extended. */
  function isGrowing(): boolean {
    const { open } = get();
    return open !== null && current !== undefined && current.at === endOf(open);
  }

  function createSound(readingId: string) {
    const look = () => (get().open?.reading.id === readingId ? get().open : null);
    return createReadingSound(look, isGrowing);
  }

  async function speak(run: Run): Promise<void> {
    const { open } = get();
    if (!open) return;
    const listener = {
      player,
      reading: createSound(open.reading.id),
      isOpen: open.stretch.length > 0,
    };
    const { speakReading } = await import('./speak-reading.ts');
    const shared = { dependencies, store, shelf, isGrowing };
    await speakReading({ ...shared, run, listener, wantsAll: () => wantsAll });
  }

  async function settle(run: Run): Promise<void> {
    if (current !== run) return;
    current = undefined;
    wantsAll = false;
    set({ run: { status: 'idle' } });
    player.grow();
    await settleOpen(store, shelf, giveToPlayer);
  }

  function giveToPlayer(): void {
    const { open } = get();
    player.open(open ? createSound(open.reading.id) : null);
  }

  function start(from: number): Promise<void> {
    const { open } = get();
    if (!open) return Promise.resolve();
    current?.stopper.abort();
    const run: Run = { stopper: new AbortController(), at: from, done: Promise.resolve() };
    current = run;
    set({ run: { status: 'fetching', readingId: open.reading.id }, problem: null, notice: null });
    // The player may have been told that nothing more comes.
    if (open.stretch.length > 0) player.seek(player.state.getState().positionSeconds);
    run.done = speak(run)
      .catch((thrown: unknown) => void (run.stopper.signal.aborted || report(thrown)))
      .finally(() => settle(run));
    return run.done;
  }

  async function finish(signal: AbortSignal): Promise<void> {
    const { open } = get();
    setWantsAll(true);
    if (!current && open?.reading.state === 'partial') void start(endOf(open));
    const waitAgain = () => setWantsAll(false);
    signal.addEventListener('abort', waitAgain, { once: true });
    await Promise.race([current?.done, whenHolds(() => false, [], signal)]);
    signal.removeEventListener('abort', waitAgain);
  }

  /** Wakes whoever waits for the listener. */
  function setWantsAll(wants: boolean): void {
    wantsAll = wants;
    set({});
  }

  return {
    giveToPlayer,
    start,
    finish,
    stop: () => current?.stopper.abort(),
    leave() {
      current?.stopper.abort();
      current = undefined;
      wantsAll = false;
      set({ run: { status: 'idle' } });
    },
  };
}

/** Saves what was spoken of the open reading; one without sound is dropped. */
async function settleOpen(
  { getState: get, setState: set }: Pick<SpeechStore, 'getState' | 'setState'>,
  shelf: ReadingShelf,
  giveToPlayer: () => void,
): Promise<void> {
  const { open } = get();
  if (!open) return;
  const { reading, pieces, stretch } = open;
  const isWhole = findGap(pieces, reading.text.length, 0) === undefined;
  const settled = { ...reading, state: isWhole ? 'complete' : 'partial' } as const;
  set({ open: openAt(settled, pieces, open.from) });
  if (stretch.length === 0 && pieces[0]) {
    set({ open: openAt(settled, pieces, pieces[0].follows) });
    giveToPlayer();
  }
  await shelf.keepOpen();
  if (pieces.length === 0 && get().open?.reading.id === reading.id) set({ open: null });
}
