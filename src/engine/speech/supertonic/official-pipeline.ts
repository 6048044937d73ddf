import type { ComputeDevice } from '../../device.ts';
import type { EngineHost } from '../../host.ts';
import type { SpeechManifest } from '../../models/manifest.ts';
import { estimateWords } from '../estimate-words.ts';
import { joinChunks } from '../join-chunks.ts';
import type { SpeechPipeline, SynthesizedChunk } from '../speech-pipeline.ts';
import { writeToken, type SpokenToken } from '../text/spoken-token.ts';
import { fitTokens } from './fit-tokens.ts';
import { loadOfficialModel } from './official-model.ts';
import { createOfficialStyles } from './official-styles.ts';
import { prepareText } from './prepare-text.ts';

const CHUNK_LENGTHS = { first: 60, most: 280 };
/** Characters that are read at once, the tags around them included. */
const MOST_CHARACTERS = 310;
/** In languages that say more with one. */
const FEWER_CHARACTERS: Readonly<Record<string, number>> = { ko: 130, ja: 130 };
/** The makers' normal speed. */
const NORMAL_SPEED = 1.05;

/**
 * Supertonic as its makers publish it, from version 1 to 3: characters, without phonemes, to 44.1
 * kHz by steps of flow matching. Models of several languages take the language from a tag around the
 * text. After the reference (PyPI's supertonic 1.3.1). `drawNoise`: unit normal numbers.
 */
export async function loadOfficialPipeline(
  host: EngineHost,
  manifest: SpeechManifest,
  device: ComputeDevice,
  drawNoise: (count: number) => Float32Array = drawNormal,
): Promise<SpeechPipeline> {
  const model = await loadOfficialModel(host, manifest, device);
  const findStyle = createOfficialStyles(host, manifest);
  const isTagged = manifest.languages.length > 1;
  const write = (tokens: readonly SpokenToken[], tag: string) => {
    const text = prepareText(tokens.map(writeToken).filter(Boolean).join(' '));
    return isTagged ? `<${tag}>${text}</${tag}>` : text;
  };
  return {
    chunkLengths: CHUNK_LENGTHS,
    readsFigures: false,
    prepare: async ({ voices }) => void (await findStyle(voices)),
    async synthesize(chunk, { voices, language, speed, numInferenceSteps: steps }) {
      const style = await findStyle(voices);
      const [tag = ''] = language.split('-');
      const most = FEWER_CHARACTERS[tag] ?? MOST_CHARACTERS;
      const fits = (tokens: readonly SpokenToken[]) => write(tokens, tag).length <= most;
      const parts: SynthesizedChunk[] = [];
      for (const tokens of fitTokens(chunk.tokens, fits)) {
        const ids = model.encode(write(tokens, tag));
        const utterance = { ids, style, speed: speed * NORMAL_SPEED, steps, drawNoise };
        const samples = await model.run(utterance);
        const words = tokens.map((token) => ({ token, weight: writeToken(token).length }));
        parts.push({ samples, words: estimateWords(words, samples, model.sampleRate) });
      }
      return joinChunks(parts, model.sampleRate);
    },
    dispose: () => model.dispose(),
  };
}

/** Box and Muller 1958. */
function drawNormal(count: number): Float32Array {
  return Float32Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random()),
  );
}
