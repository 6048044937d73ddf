import { EngineError } from '../../errors.ts';
import { instantiateWasi, writeText } from '../wasm/wasi.ts';

/** What native/flite/speak.c exports. */
interface FliteExports {
  flite_start(): void;
  flite_allocate(bytes: number): number;
  flite_free(pointer: number): void;
  flite_load_voice(path: number): number;
  flite_speak(text: number, stretch: number): number;
  flite_samples(): number;
  flite_token_count(): number;
  flite_tokens(): number;
}

/** A token of the text, as white space divides it. `end`: offset in bytes after it. */
export interface FliteToken {
  end: number;
  startSeconds: number;
  endSeconds: number;
}

/** Flite with one voice. */
export interface FliteVoice {
  readonly sampleRate: number;
  /** Speaks `stretch` times as slowly as normal. Samples in -1 to 1. */
  speak(
    text: string,
    stretch: number,
  ): { samples: Float32Array<ArrayBuffer>; tokens: FliteToken[] };
}

const VOICE_PATH = '/voice.flitevox';
const TOKEN_BYTES = 12;

/** Starts Flite with a voice. Throws `weights_damaged` for a file that is not a voice. */
export async function startFlite(
  wasm: Uint8Array<ArrayBuffer>,
  voice: Uint8Array<ArrayBuffer>,
  name: string,
): Promise<FliteVoice> {
  const { exports } = await instantiateWasi<FliteExports>(wasm, new Map([[VOICE_PATH, voice]]));
  const withText = <R>(text: string, use: (pointer: number) => R): R => {
    const pointer = writeText(exports.memory, exports.flite_allocate, text);
    try {
      return use(pointer);
    } finally {
      exports.flite_free(pointer);
    }
  };
  exports.flite_start();
  const speak = (text: string, stretch: number) =>
    withText(text, (pointer) => exports.flite_speak(pointer, stretch));
  const load = () => speakable(withText(VOICE_PATH, exports.flite_load_voice), () => speak('a', 1));
  const sampleRate = looksLikeVoice(voice) ? attempt(load) : 0;
  if (sampleRate === 0)
    throw new EngineError('weights_damaged', `the voice file ${name} is not a Flite voice`);
  return {
    sampleRate,
    speak(text, stretch) {
      const count = attempt(() => speak(text, stretch)) || -1;
      if (count < 0)
        throw new EngineError('internal', `Flite could not speak "${text.slice(0, 40)}".`);
      return { samples: readSamples(exports, count), tokens: readTokens(exports) };
    },
  };
}

/** Flite itself would read past the end of the file. */
function looksLikeVoice(bytes: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(bytes.subarray(0, 16)).startsWith('CMU_FLITE_CG_VOX');
}

/** A truncated voice file makes the module stop, in some cases only when it speaks. */
function attempt(work: () => number): number {
  try {
    return work();
  } catch {
    return 0;
  }
}

/** The sample rate of a voice that works. */
function speakable(sampleRate: number, speak: () => number): number {
  return sampleRate > 0 && speak() > 0 ? sampleRate : 0;
}

type Exports = Awaited<ReturnType<typeof instantiateWasi<FliteExports>>>['exports'];

function readSamples(exports: Exports, count: number): Float32Array<ArrayBuffer> {
  const integers = new Int16Array(exports.memory.buffer, exports.flite_samples(), count);
  return Float32Array.from(integers, (sample) => sample / 32768);
}

function readTokens(exports: Exports): FliteToken[] {
  const view = new DataView(exports.memory.buffer, exports.flite_tokens());
  return Array.from({ length: exports.flite_token_count() }, (_, index) => ({
    end: view.getInt32(index * TOKEN_BYTES, true),
    startSeconds: view.getFloat32(index * TOKEN_BYTES + 4, true),
    endSeconds: view.getFloat32(index * TOKEN_BYTES + 8, true),
  }));
}
