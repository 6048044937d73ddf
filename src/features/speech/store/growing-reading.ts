import type { PlayableReading } from '../../../engine-client/speech-player.ts';
import type { SpeechChunk } from '../../../engine/speech/speech-engine.ts';

/** A reading in memory, for sound that is heard once and not kept. */
export interface GrowingReading extends PlayableReading {
  add(chunk: Pick<SpeechChunk, 'samples' | 'sampleRate'>): void;
  /** No more pieces come. */
  complete(): void;
}

export function createGrowingReading(): GrowingReading {
  const pieces: Float32Array<ArrayBuffer>[] = [];
  let sampleRate = 24000;
  let isComplete = false;
  return {
    add(chunk) {
      sampleRate = chunk.sampleRate;
      pieces.push(chunk.samples);
    },
    complete: () => void (isComplete = true),
    get sampleRate() {
      return sampleRate;
    },
    get lengths() {
      return pieces.map(({ length }) => length);
    },
    get isComplete() {
      return isComplete;
    },
    // A copy: what is sent to the player is given away.
    readPiece: async (index) => (pieces[index] ?? new Float32Array()).slice(),
  };
}
