import { pipeline, type TextToAudioPipeline } from '@huggingface/transformers';
import type { ComputeDevice } from '../../device.ts';
import { EngineError } from '../../errors.ts';
import type { EngineHost } from '../../host.ts';
import {
  asGraphDtype,
  type Dtype,
  type SpeechManifest,
  type VoiceManifest,
} from '../../models/manifest.ts';
import { readStoredFile } from '../../models/store/read-stored-file.ts';
import {
  configureTransformers,
  explainLoadFailure,
  releaseTransformersFiles,
} from '../../models/load/transformers-runtime.ts';
import { estimateWords } from '../estimate-words.ts';
import { joinChunks } from '../join-chunks.ts';
import { keepVoices } from '../keep-voices.ts';
import type { LoadSpeechPipeline, SpeechPipeline, SynthesizedChunk } from '../speech-pipeline.ts';
import { writeToken, type SpokenToken } from '../text/spoken-token.ts';
import type { VoiceMix } from '../voice-mix.ts';
import { fitTokens } from './fit-tokens.ts';
import { OFFICIAL_CONFIG } from './official-layout.ts';
import { loadOfficialPipeline } from './official-pipeline.ts';

const CHUNK_LENGTHS = { first: 60, most: 280 };
/** The makers' normal speed. */
const NORMAL_SPEED = 1.05;

type FindStyle = (mix: VoiceMix) => Promise<Float32Array>;

/** Supertonic, in its makers' layout or in that of transformers.js. */
export function loadSupertonicPipeline(
  ...load: Parameters<LoadSpeechPipeline>
): Promise<SpeechPipeline> {
  const [host, manifest, device] = load;
  return manifest.files.some(({ path }) => path === OFFICIAL_CONFIG)
    ? loadOfficialPipeline(host, manifest, device)
    : loadPortedPipeline(...load);
}

/**
 * Supertonic: text, without phonemes, to 44.1 kHz by steps of flow matching, through
 * transformers.js' text-to-speech pipeline. Version 2 and later take the language from a tag around
 * the text; the first version speaks English alone and has no tags.
 */
async function loadPortedPipeline(
  host: EngineHost,
  manifest: SpeechManifest,
  device: ComputeDevice,
  dtype: Dtype,
): Promise<SpeechPipeline> {
  const speak = await loadPipeline(host, manifest, device, dtype);
  const findStyle = createStyles(host, manifest);
  const isTagged = manifest.languages.length > 1;
  const write = (tokens: readonly SpokenToken[], language: string) => {
    const text = tokens.map(writeToken).filter(Boolean).join(' ');
    const [tag] = language.split('-');
    return isTagged ? `<${tag}>${text}</${tag}>` : text;
  };
  return {
    chunkLengths: CHUNK_LENGTHS,
    readsFigures: false,
    async synthesize(chunk, { voices, language, speed, numInferenceSteps }) {
      const style = await findStyle(voices);
      const parts: SynthesizedChunk[] = [];
      for (const tokens of fitTokens(chunk.tokens, (some) =>
        isReadWhole(speak, write(some, language)),
      )) {
        const { audio } = await speak(write(tokens, language), {
          speaker_embeddings: style,
          num_inference_steps: numInferenceSteps,
          speed: speed * NORMAL_SPEED,
        });
        const words = tokens.map((token) => ({ token, weight: writeToken(token).length }));
        const samples = Float32Array.from(Array.isArray(audio) ? (audio[0] ?? []) : audio);
        parts.push({ samples, words: estimateWords(words, samples, manifest.sampleRate) });
      }
      return joinChunks(parts, manifest.sampleRate);
    },
    dispose: async () => void (await speak.dispose()),
  };
}

async function loadPipeline(
  host: EngineHost,
  manifest: SpeechManifest,
  device: ComputeDevice,
  dtype: Dtype,
): Promise<TextToAudioPipeline> {
  const readFailures = await configureTransformers(host, manifest, device);
  try {
    return await pipeline('text-to-speech', manifest.repository, {
      revision: manifest.revision,
      device,
      dtype: asGraphDtype(dtype),
    });
  } catch (thrown) {
    throw readFailures[0] ?? explainLoadFailure(thrown, manifest);
  } finally {
    releaseTransformersFiles();
  }
}

/** The tokenizer cuts off what is too long for it; nothing may be lost that way. */
function isReadWhole({ tokenizer }: TextToAudioPipeline, text: string): boolean {
  const { model_max_length: most = Infinity } = tokenizer as { model_max_length?: number };
  return tokenizer.encode(text).length <= most;
}

/**
 * Reads styles (float32, of the size that the model's configuration tells) as they are asked for,
 * and mixes them.
 */
function createStyles(host: EngineHost, manifest: SpeechManifest): FindStyle {
  const load = keepVoices((voice) => readStyle(host, manifest, voice));
  return async (mix) => {
    const parts = await Promise.all(
      mix.map(async ({ voice, weight }) => ({ style: await load(voice), weight })),
    );
    const length = parts[0]?.style.length ?? 0;
    return Float32Array.from({ length }, (_, index) =>
      parts.reduce((sum, { style, weight }) => sum + weight * (style[index] ?? 0), 0),
    );
  };
}

async function readStyle(
  host: EngineHost,
  manifest: SpeechManifest,
  voice: VoiceManifest,
): Promise<Float32Array> {
  const bytes = await readStoredFile(host, manifest, voice.file.path);
  const style = bytes.length % 4 === 0 ? new Float32Array(bytes.buffer) : undefined;
  if (style?.every(Number.isFinite) && style.length > 0) return style;
  throw new EngineError(
    'weights_damaged',
    `the voice file ${voice.name} does not belong to ${manifest.title}`,
    {
      details: { voice: voice.id },
    },
  );
}
