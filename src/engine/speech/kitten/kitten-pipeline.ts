import type { ComputeDevice } from '../../device.ts';
import { EngineError } from '../../errors.ts';
import type { EngineHost } from '../../host.ts';
import { filesOfVariant, type Dtype, type SpeechManifest } from '../../models/manifest.ts';
import { readStoredFile } from '../../models/store/read-stored-file.ts';
import { loadPhonemizer } from '../espeak/phonemizer.ts';
import type { TokenPhonemes } from '../espeak/phonemize-tokens.ts';
import { splitByLength } from '../espeak/split-by-length.ts';
import { estimateWords } from '../estimate-words.ts';
import { createGraphSession } from '../graph-session.ts';
import { joinChunks } from '../join-chunks.ts';
import type { SpeechPipeline, SynthesisOptions, SynthesizedChunk } from '../speech-pipeline.ts';
import { writeToken } from '../text/spoken-token.ts';
import { phonemizeTokens, toKittenIds } from './kitten-alphabet.ts';
import { readKittenConfig } from './kitten-config.ts';
import { readKittenVoices, STYLE_SIZE, type FindStyle, type KittenStyle } from './kitten-voices.ts';

const CHUNK_LENGTHS = { first: 50, most: 240 };
/** Ids that the model reads at once. */
const MAX_IDS = 500;
/** Silence and noise after the last word, which the reference cuts off. */
const TAIL_SAMPLES = 5000;

const countIds = (phonemes: string) => toKittenIds(phonemes).length;

/** Ids, a style and a speed to samples at 24 kHz. */
type Run = (ids: readonly number[], style: KittenStyle, speed: number) => Promise<Samples>;
type Samples = Float32Array<ArrayBuffer>;

/**
 * KittenTTS: text to phonemes with eSpeak NG, phonemes and a style to samples. After the reference
 * (github.com/KittenML/KittenTTS): the style's row is the number of characters.
 */
export async function loadKittenPipeline(
  host: EngineHost,
  manifest: SpeechManifest,
  device: ComputeDevice,
  dtype: Dtype,
): Promise<SpeechPipeline> {
  const config = await readKittenConfig(host, manifest);
  const [{ run, release }, findStyle, phonemizer] = await Promise.all([
    loadGraph(host, manifest, device, dtype),
    readKittenVoices(host, manifest, config),
    loadPhonemizer(host, manifest.phonemizer ?? 'triptych/espeak-ng'),
  ]);
  return {
    chunkLengths: CHUNK_LENGTHS,
    readsFigures: false,
    async synthesize({ tokens }, options) {
      const phonemes = phonemizeTokens(tokens, options.language, phonemizer);
      const parts: SynthesizedChunk[] = [];
      for (const part of splitByLength(phonemes, countIds, MAX_IDS))
        parts.push(await speakPart(part, run, findStyle, options, manifest.sampleRate));
      return joinChunks(parts, manifest.sampleRate);
    },
    dispose: release,
  };
}

/**
 * Loads the StyleTTS 2 graph: `input_ids` int64 `[1, n]`, `style` float32 `[1, 256]`, `speed`
 * float32 `[1]` to samples. Throws `weights_damaged`, `out_of_memory`.
 */
async function loadGraph(
  host: EngineHost,
  manifest: SpeechManifest,
  device: ComputeDevice,
  dtype: Dtype,
): Promise<{ run: Run; release(): Promise<void> }> {
  const file = filesOfVariant(manifest, dtype).find(({ path }) => path.endsWith('.onnx'));
  if (!file) throw new EngineError('weights_damaged', `${manifest.title} lacks its graph`);
  const [ort, model] = await Promise.all([
    host.loadOrt(device),
    readStoredFile(host, manifest, file.path),
  ]);
  const session = await createGraphSession(ort, { model }, device, manifest.title);
  return {
    async run(ids, { style, pace }, speed) {
      const outputs = await session.run({
        input_ids: new ort.Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
        style: new ort.Tensor('float32', style, [1, STYLE_SIZE]),
        speed: new ort.Tensor('float32', Float32Array.of(speed * pace), [1]),
      });
      const samples = (await Object.values(outputs)[0]?.getData()) as Float32Array | undefined;
      return Float32Array.from(samples?.subarray(0, -TAIL_SAMPLES) ?? []);
    },
    release: () => session.release(),
  };
}

async function speakPart(
  part: readonly TokenPhonemes[],
  run: Run,
  findStyle: FindStyle,
  { voices, speed }: SynthesisOptions,
  sampleRate: number,
): Promise<SynthesizedChunk> {
  const ids = toKittenIds(part.map(({ phonemes }) => phonemes).join('')).slice(0, MAX_IDS);
  const characters = part.map(({ token }) => writeToken(token)).join(' ').length;
  const samples = await run(ids, findStyle(voices, characters), speed);
  const words = part.map(({ token, phonemes }) => ({ token, weight: phonemes.length }));
  return { samples, words: estimateWords(words, samples, sampleRate) };
}
