import type { PlayableReading, SpeechPlayer } from '../../../engine-client/speech-player.ts';
import type { DevicePreference } from '../../../engine/device.ts';
import { EngineError, throwIfAborted } from '../../../engine/errors.ts';
import type {
  SpeechChunk,
  SpeechEngine,
  SpeechEvent,
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
  onEvent?(event: SpeechEvent): void;
  /** Resolves when the next chunk is wanted. */
  whenWanted?(): Promise<void>;
}

/**
 * Speaks a text part by part and plays it from the first chunk on: the one loop behind readings,
 * answers, samples of voices and saved sound. Ends with `aborted` when the signal fires; otherwise
 * throws what the engine throws.
 */
export async function streamSpeech(
  source: SpeechSource,
  target: SpeechTarget,
  signal: AbortSignal,
): Promise<void> {
  const { synthesize, ensureInstalled, choice, parts } = source;
  const { model, voice, device, options } = choice;
  const { add, listener, onEvent, whenWanted } = target;
  let isOpen = listener?.isOpen ?? false;
  await orAborted(ensureInstalled(model, voice), signal);
  for await (const { text, offset } of parts) {
    for await (const event of synthesize(
      { ...options, model, device, text, ...(voice ? { voice } : {}) },
      signal,
    )) {
      throwIfAborted(signal);
      onEvent?.(event);
      if (event.type !== 'audio-chunk') continue;
      await add(moveChunk(event, offset));
      throwIfAborted(signal);
      if (!isOpen) begin(listener);
      isOpen = true;
      listener?.player.grow();
      await whenWanted?.();
    }
  }
  throwIfAborted(signal);
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

/**
 * Resolves as soon as a condition holds or the signal fires; looked at whenever one of these
 * changes.
 */
export function whenHolds(
  holds: () => boolean,
  watched: readonly { subscribe(listener: () => void): () => void }[],
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const stops: (() => void)[] = [];
    const look = () => {
      if (!signal.aborted && !holds()) return;
      for (const stop of stops) stop();
      signal.removeEventListener('abort', look);
      resolve();
    };
    for (const each of watched) stops.push(each.subscribe(look));
    signal.addEventListener('abort', look);
    look();
  });
}
