import type { LoadedModel, ModelChoice } from '../models/model-choice.ts';

/** What files a reading can be written as. */
export type AudioFormat = 'wav' | 'mp3' | 'opus' | 'flac';

/** A model, and which of its voices to have ready. */
export interface SpeechModelChoice extends ModelChoice {
  voice?: string;
}

/** What some families of voices let one set. The others ignore it. */
export interface VoiceOptions {
  /** Of a voice with several speakers: a name or number. Default: the voice's first. */
  speaker?: string | undefined;
  /** Length of each phoneme, 0.25 to 4; above 1 is slower. Default: the voice's own. */
  lengthScale?: number | undefined;
  /** How much the sound varies, 0 to 2; 0 is always the same. Default: the voice's own. */
  noiseScale?: number | undefined;
  /** How much the lengths of phonemes vary, 0 to 2. Default: the voice's own. */
  noiseW?: number | undefined;
}

export interface SpeechRequest extends ModelChoice, VoiceOptions {
  /** Plain text, Markdown or HTML, of any length. `[pause 1.5s]` is a pause. */
  text: string;
  /**
   * Id of a voice, or a mix of several by weights: `af_heart*0.7+am_adam*0.3`. Default: the model's
   * first.
   */
  voice?: string;
  /** How fast the voice speaks, 0.5 to 2. Default: 1. */
  speed?: number;
  /** BCP 47, such as `en-us`. Default: the voice's own. */
  language?: string;
  /** Steps of models that refine their speech, 1 to 50. Default: 5. */
  numInferenceSteps?: number;
  /** Also encode the whole reading at the end. Default: no file. */
  format?: AudioFormat;
  /** Written into the file. */
  title?: string;
  /**
   * Whether the beginning is cut short, so that it is heard soon. Not where the text is a sentence of
   * a longer one, which should sound as a whole. Default: true.
   */
  beginsShort?: boolean;
}

/**
 * A word of the text and when it is spoken, in seconds from the beginning of its chunk. `start`,
 * `end`: place in the text.
 */
export interface SpokenWord {
  start: number;
  end: number;
  startSeconds: number;
  endSeconds: number;
}

/** One piece of a reading. */
export interface SpeechChunk {
  /** One channel, -1 to 1. The pause after the words is part of it. */
  samples: Float32Array<ArrayBuffer>;
  /** Samples per second. */
  sampleRate: number;
  /** Place in the request's text, in UTF-16 units. */
  start: number;
  end: number;
  /** What was spoken. */
  spoken: string;
  /** The words in order; estimated if the model does not report them. */
  words: SpokenWord[];
}

export type SpeechEvent =
  /** A companion was asked: how it loads the model is its own affair. In place of `load-end`. */
  | { type: 'remote-start'; model: string }
  /** The model is being loaded from the store into memory. */
  | { type: 'load-start'; model: string }
  /** The model is ready; also sent if it was already in memory. */
  | ({ type: 'load-end' } & LoadedModel)
  /** The GPU's results were wrong: the reading continues on the processor. */
  | { type: 'device-fallback'; from: 'webgpu'; to: 'wasm'; reason: string }
  /**
   * Words were left out since the voice cannot read their script; sent again when another script
   * comes. A sentence for the listener.
   */
  | { type: 'text-skip'; reason: string }
  | ({ type: 'audio-chunk' } & SpeechChunk)
  | { type: 'audio-file'; bytes: Uint8Array<ArrayBuffer>; mimeType: string }
  | {
      type: 'finish';
      durationSeconds: number;
      /** From the request to the first chunk, without loading. */
      firstAudioMs: number;
      /** Seconds of computing for one second of speech: below 1 is faster than speaking. */
      realTimeFactor: number;
    };

/**
 * A voice for text. Implemented by the pipelines and by their Comlink proxy;
 * callers cannot tell.
 */
export interface SpeechEngine {
  /**
   * Loads the model into memory and keeps it there, with the voice that will speak; a no-op when it
   * is there already. On a GPU it must first speak a sentence as the processor does
   * (load-checked.ts). Throws `model_not_installed`, `weights_damaged`, `webgpu_unavailable`,
   * `not_supported`, `out_of_memory`.
   */
  load(choice: SpeechModelChoice, signal: AbortSignal): Promise<LoadedModel>;

  /**
   * Speaks the text chunk by chunk, the first one short. Nothing is computed ahead of the consumer
   * but the next chunk. Ending the iteration or firing the signal stops before the next chunk and
   * keeps the model loaded; the signal makes the iteration throw `aborted`. Throws what `load`
   * throws, `nothing_to_say`, `voice_not_found`, `language_not_supported`, `invalid_request`.
   */
  synthesize(request: SpeechRequest, signal: AbortSignal): AsyncIterable<SpeechEvent>;
}
