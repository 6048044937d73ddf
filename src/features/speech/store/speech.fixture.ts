import type {
  PlayableReading,
  PlayerState,
  SpeechPlayer,
} from '../../../engine-client/speech-player.ts';
import { createObservable } from '../../../engine-client/observable.ts';
import { EngineError, throwIfAborted } from '../../../engine/errors.ts';
import type { SpeechEngine, SpeechRequest } from '../../../engine/speech/speech-engine.ts';
import type { ReadingPiece, ReadingStore, StoredReading } from '../../../storage/readings.ts';

/** Samples per second, and per character, of the voice of the tests. */
export const RATE = 100;
export const PER_CHARACTER = 10;

/**
 * Speaks each sentence as a chunk of ten samples a character. A sentence of marks alone says
 * nothing.
 */
export function createFakeEngine() {
  const requests: SpeechRequest[] = [];
  let hold: Promise<void> | undefined;
  const engine: SpeechEngine = {
    load: () => Promise.reject(new Error('not used')),
    async *synthesize(request, signal) {
      requests.push(request);
      const sentences = [...request.text.matchAll(/[^.]+\./g)].filter(([sentence]) =>
        /\w/.test(sentence),
      );
      const loaded = {
        model: request.model,
        device: 'wasm',
        dtype: 'fp32',
        adapter: null,
        loadMs: 1,
      } as const;
      yield { type: 'load-end', ...loaded };
      for (const { 0: sentence, index } of sentences) {
        await hold;
        await Promise.resolve();
        throwIfAborted(signal);
        const start = index + sentence.length - sentence.trimStart().length;
        const end = index + sentence.length;
        const samples = new Float32Array((end - start) * PER_CHARACTER);
        const words = [{ start, end, startSeconds: 0, endSeconds: samples.length / RATE }];
        yield {
          type: 'audio-chunk',
          samples,
          sampleRate: RATE,
          start,
          end,
          spoken: sentence.trim(),
          words,
        };
      }
      if (sentences.length === 0) throw new EngineError('nothing_to_say', 'The text has no words.');
      yield { type: 'finish', durationSeconds: 1, firstAudioMs: 1, realTimeFactor: 0.1 };
    },
  };
  return {
    engine,
    requests,
    /** Chunks wait until the result is called. */
    hold() {
      let release = () => {};
      hold = new Promise((resolve) => (release = resolve));
      return () => {
        hold = undefined;
        release();
      };
    },
  };
}

/** A player that plays nothing and records what it was given. */
export function createFakePlayer() {
  const state = createObservable<PlayerState>({ status: 'stopped', positionSeconds: 0, rate: 1 });
  const change = (next: Partial<PlayerState>) => state.update((before) => ({ ...before, ...next }));
  let reading: PlayableReading | null = null;
  const player: SpeechPlayer = {
    state,
    prepare: () => undefined,
    open(next) {
      reading = next;
      change({ status: next ? 'paused' : 'stopped', positionSeconds: 0 });
    },
    play: () => reading && change({ status: 'playing' }),
    pause: () => change({ status: 'paused' }),
    grow: () => undefined,
    seek: (positionSeconds) => change({ positionSeconds }),
    setRate: (rate) => change({ rate }),
  };
  return {
    player,
    /** Seconds of what it has. */
    get seconds() {
      return (reading?.lengths.reduce((sum, length) => sum + length, 0) ?? 0) / RATE;
    },
    get isComplete() {
      return reading?.isComplete;
    },
  };
}

export function createFakeReadings(): ReadingStore {
  const readings = new Map<string, StoredReading>();
  const pieces = new Map<string, Map<number, ReadingPiece>>();
  return {
    list: async () => [...readings.values()],
    listNewest: async (count) => [...readings.values()].slice(0, count),
    save: async (reading) => void readings.set(reading.id, reading),
    async savePiece(id, piece) {
      if (!pieces.has(id)) pieces.set(id, new Map());
      pieces.get(id)?.set(piece.index, piece);
    },
    readPieces: async (id) =>
      [...(pieces.get(id)?.values() ?? [])].sort((a, b) => a.follows - b.follows),
    async remove(id) {
      readings.delete(id);
      pieces.delete(id);
    },
  };
}
