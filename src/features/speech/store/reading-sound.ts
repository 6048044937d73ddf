import type { PlayableReading } from '../../../engine-client/speech-player.ts';
import { fromSixteenBits } from '../../../engine/speech/samples.ts';
import type { OpenReading } from './speech-state.ts';

/**
 * What the player plays of a reading: the stretch that is open, as far as it has been spoken.
 * `look`: `null` once another reading is open.
 */
export function createReadingSound(
  look: () => OpenReading | null,
  isGrowing: () => boolean,
): PlayableReading {
  return {
    get sampleRate() {
      return look()?.reading.sampleRate ?? 24000;
    },
    get lengths() {
      return look()?.stretch.map(({ sampleCount }) => sampleCount) ?? [];
    },
    get isComplete() {
      return !isGrowing();
    },
    async readPiece(index) {
      const samples = look()?.stretch[index]?.samples;
      return samples
        ? fromSixteenBits(new Int16Array(await samples.arrayBuffer()))
        : new Float32Array();
    },
  };
}
