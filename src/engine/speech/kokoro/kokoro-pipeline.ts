import type { ComputeDevice } from '../../device.ts';
import type { EngineHost } from '../../host.ts';
import type { Dtype, SpeechManifest } from '../../models/manifest.ts';
import { loadPhonemizer } from '../espeak/phonemizer.ts';
import { estimateWords } from '../estimate-words.ts';
import { joinChunks } from '../join-chunks.ts';
import type { SpeechPipeline, SynthesisOptions, SynthesizedChunk } from '../speech-pipeline.ts';
import { loadKokoroModel, MAX_PHONEMES, type KokoroModel } from './kokoro-model.ts';
import { createStyles, type FindStyle } from './kokoro-voices.ts';
import type { TokenPhonemes } from '../espeak/phonemize-tokens.ts';
import { splitByLength } from '../espeak/split-by-length.ts';
import { phonemizeTokens } from './phonemes.ts';

/**
 * A first chunk of a few words, and later ones of the 100 to 250 phonemes that the voices speak
 * best.
 */
const CHUNK_LENGTHS = { first: 50, most: 240 };

/**
 * Kokoro 82M: text to phonemes with eSpeak NG, phonemes and a style to samples.
 * After hexgrad's reference (github.com/hexgrad/kokoro): the style's row is the number of phonemes.
 */
export async function loadKokoroPipeline(
  host: EngineHost,
  manifest: SpeechManifest,
  device: ComputeDevice,
  dtype: Dtype,
): Promise<SpeechPipeline> {
  const [model, phonemizer] = await Promise.all([
    loadKokoroModel(host, manifest, device, dtype),
    loadPhonemizer(host, manifest.phonemizer ?? 'triptych/espeak-ng'),
  ]);
  const findStyle = createStyles(host, manifest);
  const countIds = (phonemes: string) => model.encode(phonemes).length;
  return {
    chunkLengths: CHUNK_LENGTHS,
    readsFigures: true,
    prepare: async ({ voices }) => void (await findStyle(voices, 1)),
    async synthesize({ tokens }, options) {
      const phonemes = phonemizeTokens(tokens, options.language, phonemizer);
      const parts: SynthesizedChunk[] = [];
      for (const part of splitByLength(phonemes, countIds, MAX_PHONEMES))
        parts.push(await speakPart(part, model, findStyle, options, manifest.sampleRate));
      return joinChunks(parts, manifest.sampleRate);
    },
    dispose: () => model.dispose(),
  };
}

async function speakPart(
  part: readonly TokenPhonemes[],
  model: KokoroModel,
  findStyle: FindStyle,
  { voices, speed }: SynthesisOptions,
  sampleRate: number,
): Promise<SynthesizedChunk> {
  const ids = model
    .encode(
      part
        .map(({ phonemes }) => phonemes)
        .join('')
        .trim(),
    )
    .slice(0, MAX_PHONEMES);
  if (ids.length === 0) return { samples: new Float32Array(), words: [] };
  const samples = await model.run(ids, await findStyle(voices, ids.length), speed);
  const words = part.map(({ token, phonemes }) => ({
    token,
    weight: model.encode(phonemes).length,
  }));
  return { samples, words: estimateWords(words, samples, sampleRate) };
}
