import type { PlayableReading, SpeechPlayer } from '../../../engine-client/speech-player.ts';
import type { DevicePreference } from '../../../engine/device.ts';
import { EngineError, throwIfAborted } from '../../../engine/errors.ts';
import type {
  SpeechChunk,
  SpeechEngine,
  SpeechEvent,
  SpeechRequest,
  VoiceOptions,
} from '../../../engine/speech/speech-engine.ts';

/** What speaks, and how, at the time of asking. */
export interface VoiceChoice {
  model: string;
  /** Voice or mix; empty: the model's first. */
  voice: string;
  device: DevicePreference;
  /** Samples per second of what the model speaks, where it is known. */
  sampleRate: number | undefined;
  /** What is changed of the voice. Default: nothing. */
  options?: VoiceOptions;
}

/** A part of a text, and where it stands in the whole. */
export interface TextPart {
  text: string;
  offset: number;
}

/** Another voice, in place of one that cannot speak now. */
export interface Replacement {
  choice: VoiceChoice;
  /** What has happened and who speaks, for the listener. */
  notice: string;
}

/** Who speaks in place of a voice that has failed so; `undefined`: nobody. */
export type ReplaceVoice = (
  failure: EngineError,
  asked: Pick<VoiceChoice, 'model' | 'voice'>,
) => Promise<Replacement | undefined>;

/** What to speak. */
export interface SpeechSource {
  synthesize: SpeechEngine['synthesize'];
  /**
   * Resolves when model and voices are here. Throws for a model that the user must download first.
   */
  ensureInstalled(model: string, voice: string): Promise<void>;
  choice: VoiceChoice;
  /** One after the other, asked for when the one before has been spoken. */
  parts: Iterable<TextPart> | AsyncIterable<TextPart>;
  /** Default: what fails has failed. */
  replaceVoice?: ReplaceVoice | undefined;
}

/** Where the sound goes. */
export interface SpeechTarget {
  /** Takes a chunk, its places counted in the whole text. */
  add(chunk: SpeechChunk): void | Promise<void>;
  /** The player while it grows. Default: none. */
  listener?: {
    player: Pick<SpeechPlayer, 'open' | 'play' | 'grow'>;
    reading: PlayableReading;
    isOpen: boolean;
  };
  /** Samples per second of all of it. Default: those of the first chunk. */
  sampleRate?: number;
  onEvent?(event: SpeechEvent): void;
  /** Another voice goes on. */
  onReplace?(replacement: Replacement): void;
  /** Resolves when the next chunk is wanted. */
  whenWanted?(): Promise<void>;
}

/** How far it is. */
interface Progress {
  choice: VoiceChoice;
  /** The player has the sound. */
  isOpen: boolean;
  sampleRate: number | undefined;
}

/**
 * Speaks a text part by part and plays it from the first chunk on: the one loop behind readings,
 * answers, samples of voices and saved sound. Where a voice fails and another takes its place, that
 * one goes on behind the last chunk. Ends with `aborted` when the signal fires; otherwise throws what
 * the engine throws.
 */
export async function streamSpeech(
  source: SpeechSource,
  target: SpeechTarget,
  signal: AbortSignal,
): Promise<void> {
  const { choice, ensureInstalled } = source;
  const { listener, sampleRate } = target;
  const progress: Progress = { choice, isOpen: listener?.isOpen ?? false, sampleRate };
  await orAborted(ensureInstalled(choice.model, choice.voice), signal);
  for await (const part of source.parts)
    await speakPart(source, target, { part, progress }, signal);
  throwIfAborted(signal);
}

interface PartWork {
  part: TextPart;
  progress: Progress;
}

async function speakPart(
  source: SpeechSource,
  target: SpeechTarget,
  { part, progress }: PartWork,
  signal: AbortSignal,
): Promise<void> {
  let left = part;
  const speak = async () => {
    const { text, offset } = left;
    for await (const event of source.synthesize(toRequest(progress.choice, text), signal)) {
      throwIfAborted(signal);
      target.onEvent?.(event);
      if (event.type !== 'audio-chunk') continue;
      await give(moveChunk(event, offset), target, progress, signal);
      left = { text: text.slice(event.end), offset: offset + event.end };
    }
  };
  await speak().catch(async (thrown: unknown) => {
    const asked = progress.choice;
    const failure = EngineError.from(thrown);
    const other = signal.aborted ? undefined : await source.replaceVoice?.(failure, asked);
    if (!other) throw thrown;
    const { model, voice } = (progress.choice = other.choice);
    await orAborted(source.ensureInstalled(model, voice), signal).catch(() => {
      throwIfAborted(signal);
      // That it cannot be fetched explains nothing to somebody who has not asked for it.
      throw thrown;
    });
    target.onReplace?.(other);
    await speak();
  });
}

function toRequest({ model, voice, device, options }: VoiceChoice, text: string): SpeechRequest {
  return { ...options, model, device, text, ...(voice ? { voice } : {}) };
}

/** Keeps and plays a chunk, and waits until the next is wanted. */
async function give(
  made: SpeechChunk,
  { add, listener, whenWanted }: SpeechTarget,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  progress.sampleRate ??= made.sampleRate;
  await add(await atRate(made, progress.sampleRate));
  throwIfAborted(signal);
  if (!progress.isOpen) begin(listener);
  progress.isOpen = true;
  listener?.player.grow();
  await whenWanted?.();
}

/** A player plays all of a reading at one rate. */
async function atRate(chunk: SpeechChunk, sampleRate: number): Promise<SpeechChunk> {
  if (chunk.sampleRate === sampleRate) return chunk;
  const { resampleChunk } = await import('../../../engine/speech/resample-chunk.ts');
  return resampleChunk(chunk, sampleRate);
}

function begin(listener: SpeechTarget['listener']): void {
  listener?.player.open(listener.reading);
  listener?.player.play();
}

/** A chunk of a part, placed in the whole text. */
function moveChunk(chunk: SpeechChunk, offset: number): SpeechChunk {
  const move = <T extends { start: number; end: number }>(span: T) => ({
    ...span,
    start: span.start + offset,
    end: span.end + offset,
  });
  return { ...move(chunk), words: chunk.words.map(move) };
}

async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  throwIfAborted(signal);
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new EngineError('aborted', 'Stopped.'));
    signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', stop));
}

/**
 * Passes over a part without words, such as a rule or an emoji, and reports one in a script the
 * voice cannot read. For a text of many parts, some of which may be silent.
 */
export function skipSilent(
  synthesize: SpeechEngine['synthesize'],
  onSilent: (error: EngineError) => void,
): SpeechEngine['synthesize'] {
  return async function* (request, signal) {
    try {
      yield* synthesize(request, signal);
    } catch (thrown) {
      const error = EngineError.from(thrown);
      const isUnread =
        error.code === 'language_not_supported' && error.details.unread !== undefined;
      if (error.code !== 'nothing_to_say' && !isUnread) throw error;
      onSilent(error);
    }
  };
}

/**
 * An event with a sentence for whoever listens: what of the text is left out, or that another
 * device continues.
 */
export function tellsListener(
  event: SpeechEvent,
): event is Extract<SpeechEvent, { type: 'text-skip' | 'device-fallback' }> {
  return event.type === 'text-skip' || event.type === 'device-fallback';
}
