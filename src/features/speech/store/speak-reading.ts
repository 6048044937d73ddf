import type { EngineError } from '../../../engine/errors.ts';
import type { SpeechChunk, SpeechEvent } from '../../../engine/speech/speech-engine.ts';
import { toPiece } from './new-reading.ts';
import type { ReadingShelf } from './reading-shelf.ts';
import { openAt, REMOTE, type SpeechDependencies, type SpeechStore } from './speech-state.ts';
import {
  skipSilent,
  streamSpeech,
  type SpeechSource,
  type SpeechTarget,
  type TextPart,
} from './stream-speech.ts';
import { closeGap, findGap, insertPiece, type Gap } from './stretches.ts';
import { takeVoice } from './take-voice.ts';
import { durationOf } from './timeline.ts';
import { whenHolds } from './when-holds.ts';

/**
 * The engine computes at most this far ahead of the listener: someone may leave after a page.
 */
const AHEAD_SECONDS = 180;
const SAVE_EVERY_MS = 2000;

/** What one run of the engine needs to know. */
export interface SpeakingContext {
  dependencies: SpeechDependencies;
  store: Pick<SpeechStore, 'getState' | 'setState' | 'subscribe'>;
  shelf: ReadingShelf;
  run: { stopper: AbortController; at: number };
  /** The player. */
  listener: NonNullable<SpeechTarget['listener']>;
  /** What the player has goes on where the engine is at work. */
  isGrowing(): boolean;
  wantsAll(): boolean;
}

/**
 * Speaks what is missing of the open reading, from where the run is. Throws what the engine throws.
 * Loaded when something is first spoken.
 */
export async function speakReading(context: SpeakingContext): Promise<void> {
  const { dependencies, store, run, listener } = context;
  const { engine, chooseVoice, ensureInstalled } = dependencies;
  const { open } = store.getState();
  if (!open) return;
  const { id, model, voice, sampleRate } = open.reading;
  let silence: EngineError | undefined;
  const synthesize = skipSilent(engine.synthesize, (error) => (silence = error));
  const choice = { ...chooseVoice(voice), model, voice };
  const target: SpeechTarget = {
    add: createAdd(context),
    listener,
    ...(open.pieces.length > 0 && { sampleRate }),
    onEvent: (event) => showEvent(context, event, id),
    onReplace({ choice: other, notice }) {
      takeVoice(store, other);
      store.setState({ notice });
    },
    whenWanted: () => whenWanted(context),
  };
  await streamSpeech(
    {
      ...{ synthesize, ensureInstalled, choice, parts: listParts(context) },
      replaceVoice: createReplacement(context),
    },
    target,
    run.stopper.signal,
  );
  if (silence && store.getState().open?.pieces.length === 0) throw silence;
  if (silence?.code === 'language_not_supported') store.setState({ notice: silence.message });
}

/** What has been heard of a reading is not gone on with in another voice unless the listener says so. */
function createReplacement({
  dependencies: { replaceVoice },
  store,
}: SpeakingContext): SpeechSource['replaceVoice'] {
  const isBegun = () => store.getState().open?.pieces.length !== 0;
  return async (...asked) => (isBegun() ? undefined : replaceVoice?.(...asked));
}

/**
 * Puts chunks into the open reading, and on disk; a failed write is shown, and the sound goes on.
 */
function createAdd({ dependencies: { readings }, store, shelf, run }: SpeakingContext) {
  let savedAt = performance.now();
  return async (chunk: SpeechChunk): Promise<void> => {
    const { open, showProblem } = store.getState();
    if (!open) return;
    const index = open.pieces.reduce((most, piece) => Math.max(most, piece.index), -1) + 1;
    const piece = toPiece(chunk, run.at, index);
    run.at = chunk.end;
    const pieces = insertPiece(open.pieces, piece);
    const { sampleRate } = chunk;
    const reading = {
      ...open.reading,
      sampleRate,
      durationSeconds: durationOf(pieces, sampleRate),
    };
    store.setState({ open: openAt(reading, pieces, open.from) });
    await readings.savePiece(reading.id, piece).catch(showProblem);
    if (performance.now() - savedAt < SAVE_EVERY_MS) return;
    savedAt = performance.now();
    void shelf.keepOpen();
  };
}

/**
 * The gaps of the text from a place on, then those before it if everything is wanted or nothing
 * else is missing. A gap that has been spoken is closed.
 */
function* listParts(context: SpeakingContext): Generator<TextPart> {
  const { store, run, wantsAll } = context;
  for (let isFirst = true; ; isFirst = false) {
    const { open } = store.getState();
    if (!open) return;
    const { text } = open.reading;
    const find = (from: number) => findGap(open.pieces, text.length, from);
    const gap = find(run.at) ?? (isFirst || wantsAll() ? find(0) : undefined);
    if (!gap) return;
    run.at = gap.start;
    yield { text: text.slice(gap.start, gap.end), offset: gap.start };
    close(context, gap);
    run.at = gap.end;
  }
}

function close({ dependencies: { readings }, store }: SpeakingContext, gap: Gap): void {
  const { open, showProblem } = store.getState();
  if (!open) return;
  const { pieces, changed } = closeGap(open.pieces, gap);
  store.setState({ open: openAt(open.reading, pieces, open.from) });
  if (changed) void readings.savePiece(open.reading.id, changed).catch(showProblem);
}

/**
 * Waits for the listener who is far behind. The clock of the next piece starts when it is begun.
 */
async function whenWanted({
  dependencies: { player },
  store,
  run,
  isGrowing,
  wantsAll,
}: SpeakingContext) {
  const madeAt = performance.now();
  const isWanted = () => {
    const { open } = store.getState();
    if (!open || wantsAll() || !isGrowing()) return true;
    const seconds = durationOf(open.stretch, open.reading.sampleRate);
    return seconds - player.state.getState().positionSeconds <= AHEAD_SECONDS;
  };
  await whenHolds(isWanted, [player.state, store], run.stopper.signal);
  const { run: shown } = store.getState();
  if (shown.status !== 'speaking') return;
  store.setState({
    run: { ...shown, since: performance.now(), lastMs: Math.round(madeAt - shown.since) },
  });
}

function showEvent(
  { store: { setState: set } }: SpeakingContext,
  event: SpeechEvent,
  readingId: string,
): void {
  if (event.type === 'load-start') set({ run: { status: 'loading', readingId } });
  if (event.type === 'device-fallback' || event.type === 'text-skip') set({ notice: event.reason });
  if (event.type === 'load-end' || event.type === 'remote-start') {
    const { device, dtype } = event.type === 'load-end' ? event : { device: REMOTE, dtype: '' };
    const figures = { device, dtype, firstAudioMs: 0, realTimeFactor: 0 };
    set({
      figures,
      run: { status: 'speaking', readingId, since: performance.now(), lastMs: null },
    });
  }
  if (event.type === 'finish') {
    const { firstAudioMs, realTimeFactor } = event;
    set(({ figures }) => ({ figures: figures && { ...figures, firstAudioMs, realTimeFactor } }));
  }
}
