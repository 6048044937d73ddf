import { withOrigin } from '../../../engine/origin.ts';
import { measurePeaks, toSixteenBits } from '../../../engine/speech/samples.ts';
import type { SpeechChunk } from '../../../engine/speech/speech-engine.ts';
import type { ReadingDraft } from '../../../storage/reading-drafts.ts';
import type { ReadingPiece, StoredReading } from '../../../storage/readings.ts';
import { cutTitle } from '../../../engine/cut-title.ts';

export function createReading(
  { text, title, chapters, origin }: ReadingDraft,
  { model, voice }: { model: string; voice: string },
): StoredReading {
  return {
    id: crypto.randomUUID(),
    title: cutTitle(title) || nameText(text),
    text,
    model,
    voice,
    sampleRate: 24000,
    durationSeconds: 0,
    createdAt: Date.now(),
    state: 'partial',
    positionSeconds: 0,
    positionFrom: 0,
    chapters: [...chapters],
    ...withOrigin(origin),
  };
}

/** The text of a reading, to be changed. A title that is its first line changes with it. */
export function toDraft({ text, title, chapters, origin }: StoredReading): ReadingDraft {
  return {
    text,
    title: title === nameText(text) ? '' : title,
    chapters,
    ...withOrigin(origin),
  };
}

/** By its first line. */
function nameText(text: string): string {
  return cutTitle(text.replace(/[#*_`>[\]]/g, ''));
}

/** A chunk as it is kept: with 16 bits a sample. */
export function toPiece(chunk: SpeechChunk, follows: number, index: number): ReadingPiece {
  const { samples, sampleRate, start, end, spoken, words } = chunk;
  return {
    index,
    follows,
    start,
    end,
    spoken,
    words,
    sampleCount: samples.length,
    peaks: measurePeaks(samples, sampleRate),
    samples: new Blob([toSixteenBits(samples)]),
  };
}
