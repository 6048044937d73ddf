import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PlayableReading, SpeechPlayer } from '../../engine-client/speech-player.ts';
import type { DevicePreference } from '../../engine/device.ts';
import { EngineError } from '../../engine/errors.ts';
import { fromSixteenBits, measurePeaks, toSixteenBits } from '../../engine/speech/samples.ts';
import type { SpeechChunk, SpeechEngine, SpeechEvent } from '../../engine/speech/speech-engine.ts';
import type { ReadingPiece, ReadingStore, StoredReading } from '../../storage/readings.ts';
import { durationOf } from './timeline.ts';

/** What speaks, and how, at the time of asking. */
export interface VoiceChoice {
  model: string;
  /** Voice or mix; empty: the model's first. */
  voice: string;
  device: DevicePreference;
  /** Samples per second of what the model speaks, where it is known. */
  sampleRate: number | undefined;
}

export interface OpenReading {
  reading: StoredReading;
  pieces: readonly ReadingPiece[];
}

/** What the engine is doing. */
export type SpeechRun =
  | { status: 'idle' }
  /** `fetching`: files are on their way; `loading`: the model is read into memory; `speaking`: it computes. */
  | { status: 'fetching' | 'loading' | 'speaking'; readingId: string };

/** Figures of the last finished run. */
export interface SpeechFigures {
  device: string;
  dtype: string;
  firstAudioMs: number;
  realTimeFactor: number;
}

export interface SpeechState {
  /** Newest first; `null` until read. */
  readings: readonly StoredReading[] | null;
  open: OpenReading | null;
  run: SpeechRun;
  figures: SpeechFigures | null;
  /** The engine left the GPU, or words out, and why. */
  notice: string | null;
  problem: EngineError | null;
  /** Deleted a moment ago and still to be had back. */
  removed: OpenReading | null;
}

export interface SpeechActions {
  /** Reads what is stored; call once. */
  restore(): Promise<void>;
  /** Speaks a text as a new reading, and plays it as soon as it begins. */
  speak(text: string): Promise<void>;
  /** Goes on where a reading broke off. */
  resume(): Promise<void>;
  /** Stops computing; what has been spoken stays. */
  stop(): void;
  openReading(readingId: string): Promise<void>;
  close(): void;
  /** Speaks the open reading to its end without waiting for the listener. */
  finish(): Promise<void>;
  remove(readingId: string): Promise<void>;
  undoRemove(): Promise<void>;
  showProblem(thrown: unknown): void;
  dismissProblem(): void;
}

export interface SpeechDependencies {
  engine: SpeechEngine;
  player: SpeechPlayer;
  readings: ReadingStore;
  chooseVoice(): VoiceChoice;
  /** Resolves when model and voices are here. Throws for a model that the user must download first. */
  ensureInstalled(model: string, voice: string): Promise<void>;
}

export type SpeechStore = StoreApi<SpeechState & SpeechActions>;

/** So far ahead of the listener the engine computes; a long text is not spoken to its end for somebody who leaves after a page. */
const AHEAD_SECONDS = 180;
const SAVE_EVERY_MS = 2000;
const UNDO_MS = 8000;

export function createSpeechStore(dependencies: SpeechDependencies): SpeechStore {
  const { engine, player, readings, chooseVoice, ensureInstalled } = dependencies;
  let stopper: AbortController | undefined;
  /** The listener wants the whole reading, for a file. */
  let wantsAll = false;

  return createStore<SpeechState & SpeechActions>()((set, get) => {
    const isOpen = (id: string) => get().open?.reading.id === id;
    const report = (thrown: unknown) => set({ problem: EngineError.from(thrown) });

    /** Puts a reading on the list and on disk; a failed write is shown, and the sound goes on. */
    async function keep(reading: StoredReading): Promise<void> {
      const others = get().readings?.filter(({ id }) => id !== reading.id) ?? [];
      set({ readings: [reading, ...others].sort((a, b) => b.createdAt - a.createdAt) });
      const { open } = get();
      if (open && isOpen(reading.id)) set({ open: { ...open, reading } });
      await readings.save(reading).catch(report);
    }

    async function addPiece(chunk: SpeechChunk): Promise<void> {
      const { open } = get();
      if (!open) return;
      const piece = toPiece(chunk);
      const pieces = [...open.pieces, piece];
      const durationSeconds = durationOf(pieces, chunk.sampleRate);
      const reading = { ...open.reading, sampleRate: chunk.sampleRate, durationSeconds };
      set({ open: { reading, pieces } });
      if (open.pieces.length === 0) player.open(playable(reading.id));
      player.grow();
      await readings.savePiece(reading.id, open.pieces.length, piece).catch(report);
    }

    /** What the player plays: the pieces of the open reading, as many as there are. */
    function playable(readingId: string): PlayableReading {
      const current = () => (isOpen(readingId) ? get().open : null);
      return {
        get sampleRate() {
          return current()?.reading.sampleRate ?? 24000;
        },
        get lengths() {
          return current()?.pieces.map(({ sampleCount }) => sampleCount) ?? [];
        },
        get isComplete() {
          return get().run.status === 'idle';
        },
        async readPiece(index) {
          const samples = current()?.pieces[index]?.samples;
          return samples ? fromSixteenBits(new Int16Array(await samples.arrayBuffer())) : new Float32Array();
        },
      };
    }

    function handle(event: SpeechEvent, readingId: string): void {
      if (event.type === 'load-start') set({ run: { status: 'loading', readingId } });
      if (event.type === 'load-end') set({ run: { status: 'speaking', readingId } });
      if (event.type === 'device-fallback' || event.type === 'text-skip') set({ notice: event.reason });
      if (event.type === 'finish') {
        const { firstAudioMs, realTimeFactor } = event;
        set((state) => ({ figures: state.figures && { ...state.figures, firstAudioMs, realTimeFactor } }));
      }
      if (event.type === 'load-end')
        set({ figures: { device: event.device, dtype: event.dtype, firstAudioMs: 0, realTimeFactor: 0 } });
    }

    /** Speaks the open reading's text from where its pieces end. */
    async function run(shallPlay: boolean): Promise<void> {
      const begun = get().open;
      if (!begun || get().run.status !== 'idle') return;
      const { id, text, model, voice } = begun.reading;
      const offset = begun.pieces.at(-1)?.end ?? 0;
      const controller = (stopper = new AbortController());
      const { signal } = controller;
      const { device } = chooseVoice();
      let state: StoredReading['state'] = 'partial';
      set({ run: { status: 'fetching', readingId: id }, problem: null, notice: null });
      if (begun.pieces.length > 0) player.seek(player.state.getState().positionSeconds);
      try {
        await Promise.race([ensureInstalled(model, voice), whenAborted(signal)]);
        const request = { model, device, text: text.slice(offset), ...(voice ? { voice } : {}) };
        let savedAt = performance.now();
        for await (const event of engine.synthesize(request, signal)) {
          if (!isOpen(id)) break;
          handle(event, id);
          if (event.type !== 'audio-chunk') continue;
          await addPiece(moveChunk(event, offset));
          if (shallPlay && get().open?.pieces.length === 1) player.play();
          if (performance.now() - savedAt > SAVE_EVERY_MS) {
            savedAt = performance.now();
            void keepOpen({});
          }
          await waitForListener(id, signal);
        }
        state = isOpen(id) ? 'complete' : 'partial';
      } catch (thrown) {
        if (!signal.aborted) set({ problem: EngineError.from(thrown) });
      } finally {
        if (stopper === controller) {
          stopper = undefined;
          wantsAll = false;
          set({ run: { status: 'idle' } });
          player.grow();
          await settle(state);
        }
      }
    }

    async function settle(state: StoredReading['state']): Promise<void> {
      const { open } = get();
      await keepOpen({ state });
      if (open?.pieces.length === 0) set({ open: null });
    }

    /** Writes the open reading down. One of which nothing was spoken is not kept. */
    async function keepOpen(change: Partial<StoredReading>): Promise<void> {
      const { open } = get();
      if (!open) return;
      const { positionSeconds } = player.state.getState();
      if (open.pieces.length > 0) return keep({ ...open.reading, positionSeconds, ...change });
      set({ readings: get().readings?.filter(({ id }) => id !== open.reading.id) ?? [] });
      await readings.remove(open.reading.id).catch(report);
    }

    async function waitForListener(readingId: string, signal: AbortSignal): Promise<void> {
      const isFarAhead = () => {
        const { open } = get();
        const ahead = (open?.reading.durationSeconds ?? 0) - player.state.getState().positionSeconds;
        return !wantsAll && isOpen(readingId) && ahead > AHEAD_SECONDS;
      };
      while (isFarAhead() && !signal.aborted) await new Promise((resolve) => setTimeout(resolve, 250));
    }

    return {
      readings: null,
      open: null,
      run: { status: 'idle' },
      figures: null,
      notice: null,
      problem: null,
      removed: null,

      async restore() {
        try {
          set({ readings: await readings.list() });
        } catch (thrown) {
          set({ readings: [], problem: EngineError.from(thrown, 'storage_unavailable') });
        }
      },
      async speak(text) {
        get().close();
        const { model, voice, sampleRate } = chooseVoice();
        const reading = createReading(text, model, voice);
        set({ open: { reading, pieces: [] } });
        player.open(null);
        if (sampleRate) player.prepare(sampleRate);
        await keep(reading);
        await run(true);
      },
      resume: () => run(false),
      stop: () => stopper?.abort(),
      async openReading(readingId) {
        if (isOpen(readingId)) return;
        get().close();
        const reading = get().readings?.find(({ id }) => id === readingId);
        if (!reading) return;
        const pieces = await readings.readPieces(readingId);
        set({ open: { reading, pieces } });
        player.open(playable(readingId));
        player.seek(reading.positionSeconds);
      },
      close() {
        stopper?.abort();
        stopper = undefined;
        wantsAll = false;
        void keepOpen({});
        player.pause();
        player.open(null);
        set({ open: null, figures: null, notice: null, problem: null, run: { status: 'idle' } });
      },
      async finish() {
        wantsAll = true;
        if (get().run.status === 'idle' && get().open?.reading.state === 'partial') await run(false);
        while (get().run.status !== 'idle') await new Promise((resolve) => setTimeout(resolve, 100));
      },
      async remove(readingId) {
        const reading = get().readings?.find(({ id }) => id === readingId);
        if (!reading) return;
        if (isOpen(readingId)) get().close();
        const pieces = await readings.readPieces(readingId);
        set({ readings: get().readings?.filter(({ id }) => id !== readingId) ?? [], removed: { reading, pieces } });
        await readings.remove(readingId);
        setTimeout(() => get().removed?.reading.id === readingId && set({ removed: null }), UNDO_MS);
      },
      async undoRemove() {
        const { removed } = get();
        if (!removed) return;
        set({ removed: null });
        for (const [index, piece] of removed.pieces.entries())
          await readings.savePiece(removed.reading.id, index, piece).catch(report);
        await keep(removed.reading);
      },
      showProblem: report,
      dismissProblem: () => set({ problem: null }),
    };
  });
}

function createReading(text: string, model: string, voice: string): StoredReading {
  const line =
    text
      .replace(/[#*_`>[\]]/g, '')
      .trim()
      .split('\n')[0]
      ?.trim() ?? '';
  return {
    id: crypto.randomUUID(),
    title: line.length > 60 ? `${line.slice(0, 59)}…` : line,
    text,
    model,
    voice,
    sampleRate: 24000,
    durationSeconds: 0,
    createdAt: Date.now(),
    state: 'partial',
    positionSeconds: 0,
  };
}

function toPiece({ samples, sampleRate, start, end, spoken, words }: SpeechChunk): ReadingPiece {
  return {
    start,
    end,
    spoken,
    words,
    sampleCount: samples.length,
    peaks: measurePeaks(samples, sampleRate),
    samples: new Blob([toSixteenBits(samples)]),
  };
}

/** A chunk of the rest of a text, placed in the whole text. */
function moveChunk(chunk: SpeechChunk, offset: number): SpeechChunk {
  const move = <T extends { start: number; end: number }>(span: T) => ({
    ...span,
    start: span.start + offset,
    end: span.end + offset,
  });
  return { ...move(chunk), words: chunk.words.map(move) };
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new EngineError('aborted', 'Stopped.')), { once: true });
  });
}
