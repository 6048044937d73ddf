import { EngineError } from '../../engine/errors.ts';
import type { SpeechChunk, SpeechEvent } from '../../engine/speech/speech-engine.ts';
import { toPiece } from './new-reading.ts';
import { createReadingSound } from './reading-sound.ts';
import type { ReadingShelf } from './reading-shelf.ts';
import { openAt, type OpenReading, type SpeechDependencies, type SpeechStore } from './speech-state.ts';
import { skipSilent, streamSpeech, whenHolds, type TextPart } from './stream-speech.ts';
import { closeGap, findGap, insertPiece } from './stretches.ts';
import { durationOf } from './timeline.ts';

/** So far ahead of the listener the engine computes; a long text is not spoken to its end for somebody who leaves after a page. */
const AHEAD_SECONDS = 180;
const SAVE_EVERY_MS = 2000;

/** The engine's work on the open reading. */
export interface ReadingRun {
  /** Gives the player the stretch that is open. */
  giveToPlayer(): void;
  /** Speaks what lacks from a place of the text on, in place of what is being spoken. */
  start(from: number): Promise<void>;
  stop(): void;
  /** Stops at once and leaves the reading as it is. */
  leave(): void;
  /** Speaks all that lacks. */
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
  { getState: get, setState: set, subscribe }: Pick<SpeechStore, 'getState' | 'setState' | 'subscribe'>,
  shelf: ReadingShelf,
): ReadingRun {
  const { engine, player, readings, chooseVoice, ensureInstalled } = dependencies;
  let current: Run | undefined;
  /** The listener wants the whole reading, for a file. */
  let wantsAll = false;
  let savedAt = 0;

  const report = (thrown: unknown) => get().showProblem(thrown);
  const endOf = ({ stretch, from }: OpenReading) => stretch.at(-1)?.end ?? from;

  /** What the player has goes on where the engine is at work. */
  function isGrowing(): boolean {
    const { open } = get();
    return open !== null && current !== undefined && current.at === endOf(open);
  }

  function createSound(readingId: string) {
    const look = () => (get().open?.reading.id === readingId ? get().open : null);
    return createReadingSound(look, isGrowing);
  }

  async function add(run: Run, chunk: SpeechChunk): Promise<void> {
    const { open } = get();
    if (!open) return;
    const index = Math.max(-1, ...open.pieces.map((piece) => piece.index)) + 1;
    const piece = toPiece(chunk, run.at, index);
    run.at = chunk.end;
    const pieces = insertPiece(open.pieces, piece);
    const { sampleRate } = chunk;
    const reading = { ...open.reading, sampleRate, durationSeconds: durationOf(pieces, sampleRate) };
    set({ open: openAt(reading, pieces, open.from) });
    await readings.savePiece(reading.id, piece).catch(report);
    if (performance.now() - savedAt < SAVE_EVERY_MS) return;
    savedAt = performance.now();
    void shelf.keepOpen();
  }

  /** The gaps of the text from a place on, then those before it where all is wanted or nothing else lacks. A gap that has been spoken is closed. */
  function* listParts(run: Run): Generator<TextPart> {
    for (let isFirst = true; ; isFirst = false) {
      const { open } = get();
      if (!open) return;
      const { text } = open.reading;
      const find = (from: number) => findGap(open.pieces, text.length, from);
      const gap = find(run.at) ?? (isFirst || wantsAll ? find(0) : undefined);
      if (!gap) return;
      run.at = gap.start;
      yield { text: text.slice(gap.start, gap.end), offset: gap.start };
      close(gap);
      run.at = gap.end;
    }
  }

  function close(gap: { start: number; end: number }): void {
    const { open } = get();
    if (!open) return;
    const { pieces, changed } = closeGap(open.pieces, gap);
    set({ open: openAt(open.reading, pieces, open.from) });
    if (changed) void readings.savePiece(open.reading.id, changed).catch(report);
  }

  function whenWanted(signal: AbortSignal): Promise<void> {
    const isWanted = () => {
      const { open } = get();
      if (!open || wantsAll || !isGrowing()) return true;
      const seconds = durationOf(open.stretch, open.reading.sampleRate);
      return seconds - player.state.getState().positionSeconds <= AHEAD_SECONDS;
    };
    return whenHolds(isWanted, [player.state, { subscribe }], signal);
  }

  function handle(event: SpeechEvent, readingId: string): void {
    if (event.type === 'load-start') set({ run: { status: 'loading', readingId } });
    if (event.type === 'device-fallback' || event.type === 'text-skip') set({ notice: event.reason });
    if (event.type === 'load-end') {
      const { device, dtype } = event;
      set({ figures: { device, dtype, firstAudioMs: 0, realTimeFactor: 0 } });
      set({ run: { status: 'speaking', readingId, since: performance.now(), lastMs: null } });
    }
    if (event.type === 'finish') {
      const { firstAudioMs, realTimeFactor } = event;
      set((state) => ({ figures: state.figures && { ...state.figures, firstAudioMs, realTimeFactor } }));
    }
  }

  /** The clock of the next piece starts when it is begun. */
  function restartClock(madeAt: number): void {
    const { run } = get();
    if (run.status === 'speaking')
      set({ run: { ...run, since: performance.now(), lastMs: Math.round(madeAt - run.since) } });
  }

  async function speak(run: Run): Promise<void> {
    const { open } = get();
    if (!open) return;
    const { reading, stretch } = open;
    const { signal } = run.stopper;
    const listener = { player, reading: createSound(reading.id), isOpen: stretch.length > 0 };
    let silence: EngineError | undefined;
    const source = {
      synthesize: skipSilent(engine.synthesize, (error) => (silence = error)),
      ensureInstalled,
      choice: { ...chooseVoice(), model: reading.model, voice: reading.voice },
      parts: listParts(run),
    };
    const target = {
      add: (chunk: SpeechChunk) => add(run, chunk),
      listener,
      onEvent: (event: SpeechEvent) => handle(event, reading.id),
      async whenWanted() {
        const madeAt = performance.now();
        await whenWanted(signal);
        restartClock(madeAt);
      },
    };
    await streamSpeech(source, target, signal);
    if (silence && get().open?.pieces.length === 0) throw silence;
    if (silence?.code === 'language_not_supported') set({ notice: silence.message });
  }

  async function settle(run: Run): Promise<void> {
    if (current !== run) return;
    current = undefined;
    wantsAll = false;
    set({ run: { status: 'idle' } });
    player.grow();
    const { open } = get();
    if (!open) return;
    const { reading, pieces, stretch } = open;
    const isWhole = findGap(pieces, reading.text.length, 0) === undefined;
    set({ open: openAt({ ...reading, state: isWhole ? 'complete' : 'partial' }, pieces, open.from) });
    if (stretch.length === 0 && pieces[0]) {
      set({ open: openAt(get().open?.reading ?? reading, pieces, pieces[0].follows) });
      giveToPlayer();
    }
    await shelf.keepOpen();
    if (pieces.length === 0 && get().open?.reading.id === reading.id) set({ open: null });
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

  /** Whoever waits for the listener looks again. */
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
