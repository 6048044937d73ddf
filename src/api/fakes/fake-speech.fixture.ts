import { EngineError, throwIfAborted } from '../../engine/errors.ts';
import { nextTask } from '../../engine/next-task.ts';
import type { SpeechEngine } from '../../engine/speech/speech-engine.ts';
import type { FakeRecord } from './fake-record.fixture.ts';

export const FAKE_SAMPLE_RATE = 16_000;

/** A tone instead of speech: a tenth of a second a word, a piece a word. */
export function createFakeSpeech(record: FakeRecord): Pick<SpeechEngine, 'synthesize'> {
  return {
    async *synthesize(request, signal) {
      record.speech.push(request);
      throwIfAborted(signal);
      const words = [...request.text.matchAll(/\S+/g)];
      if (words.length === 0) throw new EngineError('nothing_to_say', 'There is nothing to say.');
      record.running += 1;
      try {
        for (const word of words) {
          await nextTask();
          throwIfAborted(signal);
          record.pieces += 1;
          const samples = tone(FAKE_SAMPLE_RATE / 10 / (request.speed ?? 1));
          const start = word.index;
          const place = { start, end: start + word[0].length, spoken: word[0], words: [] };
          yield { type: 'audio-chunk', samples, sampleRate: FAKE_SAMPLE_RATE, ...place };
        }
        const durationSeconds = words.length / 10;
        yield { type: 'finish', durationSeconds, firstAudioMs: 1, realTimeFactor: 0.1 };
      } finally {
        record.running -= 1;
      }
    },
  };
}

function tone(length: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length }, (_, at) => 0.3 * Math.sin((at / FAKE_SAMPLE_RATE) * 2764));
}
