import type { SpokenWord } from './speech-engine.ts';
import type { SpokenToken } from './text/spoken-token.ts';

/** A word with its length in the model's own units: phonemes or letters, punctuation included. */
export interface WeighedWord {
  token: SpokenToken;
  weight: number;
}

const WINDOW_SECONDS = 0.01;
/** A pause of at least this is where a comma or the end of a sentence is. */
const PAUSE_SECONDS = 0.08;
const QUIET = 0.01;

/**
 * When the words of a chunk are spoken, for models that do not tell: words take time by their
 * length, and the pauses that are heard are laid on the punctuation that is nearest. `samples`: -1
 * to 1.
 */
export function estimateWords(
  words: readonly WeighedWord[],
  samples: Float32Array,
  sampleRate: number,
): SpokenWord[] {
  const voiced = findVoiced(samples, sampleRate);
  const speech = voiced.reduce((sum, { start, end }) => sum + end - start, 0);
  const total = words.reduce((sum, { weight }) => sum + weight, 0);
  let passed = 0;
  return words.map(({ token, weight }) => {
    const startSeconds = toClock(voiced, (passed / total) * speech, false);
    passed += weight;
    const endSeconds = toClock(voiced, (passed / total) * speech, true);
    return { start: token.start, end: token.end, startSeconds, endSeconds };
  });
}

interface Stretch {
  start: number;
  end: number;
}

/** Where there is a voice, in seconds. */
function findVoiced(samples: Float32Array, sampleRate: number): Stretch[] {
  const window = Math.round(WINDOW_SECONDS * sampleRate);
  const stretches: Stretch[] = [];
  for (let at = 0; at < samples.length; at += window) {
    const part = samples.subarray(at, at + window);
    const rms = Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / part.length);
    if (rms < QUIET) continue;
    const last = stretches.at(-1);
    const start = at / sampleRate;
    const end = (at + part.length) / sampleRate;
    if (last && start - last.end < PAUSE_SECONDS) last.end = end;
    else stretches.push({ start, end });
  }
  return stretches.length > 0 ? stretches : [{ start: 0, end: samples.length / sampleRate }];
}

/**
 * The time on the clock at which so many seconds of voice have been heard. At a pause: its
 * beginning or its end.
 */
function toClock(voiced: readonly Stretch[], seconds: number, isEnd: boolean): number {
  let left = seconds;
  for (const { start, end } of voiced) {
    const length = end - start;
    if (left < length || (isEnd && left <= length + 1e-6)) return start + left;
    left -= length;
  }
  return voiced.at(-1)?.end ?? 0;
}
