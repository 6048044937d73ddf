import type { ComputeDevice } from '../device.ts';
import type { EngineHost } from '../host.ts';
import type { Dtype, SpeechManifest } from '../models/manifest.ts';
import type { ChunkLengths, TextChunk } from './text/chunk-text.ts';
import type { SpokenWord, VoiceOptions } from './speech-engine.ts';
import type { VoiceMix } from './voice-mix.ts';

export interface SynthesisOptions extends VoiceOptions {
  voices: VoiceMix;
  language: string;
  speed: number;
  numInferenceSteps: number;
}

/** What a model says for one chunk, without the pause after it. */
export interface SynthesizedChunk {
  samples: Float32Array<ArrayBuffer>;
  words: SpokenWord[];
}

/** A loaded model with its pre- and post-processing. */
export interface SpeechPipeline {
  /** Text lengths that it speaks well. */
  readonly chunkLengths: ChunkLengths;
  /** Reads figures and symbols itself in languages other than English. */
  readonly readsFigures: boolean;
  /** Prepares everything the first chunk would otherwise wait for. */
  prepare?(options: SynthesisOptions): Promise<void>;
  /**
   * Speaks one chunk. Reads voices from the store when they are first used. Throws
   * `voice_not_found`, `weights_damaged`, `language_not_supported`.
   */
  synthesize(chunk: TextChunk, options: SynthesisOptions): Promise<SynthesizedChunk>;
  dispose(): Promise<void>;
}

/** Reads a model from the host's store into memory. */
export type LoadSpeechPipeline = (
  host: EngineHost,
  manifest: SpeechManifest,
  device: ComputeDevice,
  dtype: Dtype,
) => Promise<SpeechPipeline>;
