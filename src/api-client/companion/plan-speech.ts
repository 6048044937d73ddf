import type { SpeechRequest } from '../../engine/speech/speech-engine.ts';
import { chunkSentences, type TextChunk } from '../../engine/speech/text/chunk-text.ts';
import { blankMarkup } from '../../engine/speech/text/markup.ts';
import { NOTHING } from '../../engine/speech/text/markup-marks.ts';
import { loadNormalizer } from '../../engine/speech/text/normalizer.ts';
import { readSentences, type Sentence } from '../../engine/speech/text/read-text.ts';
import { readableBy } from '../../engine/speech/text/scripts.ts';
import type { UnreadScripts } from '../../engine/speech/text/unread-scripts.ts';

/** A step of a reading. */
export interface SpeechStep {
  /** What is heard; one without words is a pause. Absent: there is only something to be told. */
  chunk?: TextChunk;
  /** The chunk as it is sent; empty for a pause. */
  input: string;
  /** What of it cannot be read, for the listener. */
  told?: string | undefined;
}

/** In characters, as voices of this device have them. */
const CHUNK_LENGTHS = { first: 60, most: 280 };

/**
 * A text in chunks, cut as for voices of this device, lazily. They are sent as they are written,
 * without their markup: figures and signs are read by whoever knows the voice.
 */
export async function planSpeech(
  { text, language }: SpeechRequest,
  unread: UnreadScripts,
): Promise<Iterator<SpeechStep>> {
  const isKnown = language !== undefined;
  // Without a language there are no words for figures.
  const normalizer = await loadNormalizer(language ?? '', !isKnown);
  const sentences = readSentences(text, normalizer, isKnown ? readableBy(language) : undefined);
  return listSteps(sentences, blankMarkup(text), unread);
}

/** Chunks that say nothing are left out at the beginning, and where they are no pause. */
function* listSteps(
  sentences: Iterable<Sentence>,
  plain: string,
  unread: UnreadScripts,
): Generator<SpeechStep> {
  let hasWords = false;
  for (const chunk of chunkSentences(sentences, CHUNK_LENGTHS)) {
    const told = unread.note(chunk);
    const says = chunk.spoken !== '';
    hasWords ||= says;
    const input = says ? writeInput(plain.slice(chunk.start, chunk.end)) : '';
    if (says || (hasWords && chunk.pauseSeconds > 0)) yield { chunk, input, told };
    else if (told !== undefined) yield { input, told };
  }
}

const writeInput = (plain: string) => plain.replaceAll(NOTHING, '').replace(/\s+/g, ' ').trim();
