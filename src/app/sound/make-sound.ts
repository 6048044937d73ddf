import type { SpeechClient } from '../../engine-client/speech-client.ts';
import { EngineError, throwIfAborted } from '../../engine/errors.ts';
import { toSixteenBits } from '../../engine/speech/samples.ts';
import type { SpeechChunk } from '../../engine/speech/speech-engine.ts';
import { findCompleteEnd } from '../../engine/speech/text/complete-text.ts';
import {
  skipSilent,
  streamSpeech,
  type TextPart,
  type VoiceChoice,
} from '../../features/speech/store/stream-speech.ts';
import { saveFile } from '../../ui/save-file.ts';

/** What speaks and writes. */
export interface SoundMaker {
  engine: Pick<SpeechClient, 'synthesize' | 'encode'>;
  chooseVoice(): VoiceChoice;
  ensureInstalled(model: string, voice: string): Promise<void>;
}

/**
 * Between two parts others get their turn at the engine: someone may want to hear something
 * meanwhile.
 */
const PART_LENGTH = 1000;

/**
 * Speaks a text and saves it as MP3. `onProgress`: 0 to 1 of the text; `null` while the file is
 * written. Throws what the engine throws.
 */
export async function saveSound(
  { engine, chooseVoice, ensureInstalled }: SoundMaker,
  { text, title }: { text: string; title: string },
  onProgress: (progress: number | null) => void,
  signal: AbortSignal,
): Promise<void> {
  const pieces: Blob[] = [];
  let sampleRate = 0;
  let silence: EngineError | undefined;
  const add = (chunk: SpeechChunk) => {
    pieces.push(new Blob([toSixteenBits(chunk.samples)]));
    sampleRate = chunk.sampleRate;
    onProgress(chunk.end / text.length);
  };
  const synthesize = skipSilent(engine.synthesize, (error) => (silence = error));
  const source = { synthesize, ensureInstalled, choice: chooseVoice(), parts: cutText(text) };
  await streamSpeech(source, { add }, signal);
  if (pieces.length === 0)
    throw silence ?? new EngineError('nothing_to_say', 'The text has no words.');
  onProgress(null);
  const recording = {
    pieces,
    sampleRate,
    rate: 1,
    format: 'mp3',
    quality: 'standard',
    title,
  } as const;
  const { bytes, mimeType } = await engine.encode(recording, signal);
  throwIfAborted(signal);
  saveFile(title, 'mp3', bytes, mimeType);
}

/** Parts that end with a sentence or a block. One without such an end is as long as it is. */
export function* cutText(text: string): Generator<TextPart> {
  let at = 0;
  for (let length = PART_LENGTH; at < text.length; length *= 2) {
    const until = Math.min(text.length, at + length);
    const end = until === text.length ? until : findCompleteEnd(text.slice(0, until), at);
    if (end === at) continue;
    yield { text: text.slice(at, end), offset: at };
    at = end;
    length = PART_LENGTH / 2;
  }
}
