import { z } from 'zod';
import type { ComputeDevice } from '../../device.ts';
import { EngineError } from '../../errors.ts';
import type { EngineHost } from '../../host.ts';
import { filesOfVariant, type Dtype, type SpeechManifest } from '../../models/manifest.ts';
import { readStoredFile, readStoredJson } from '../../models/store/read-stored-file.ts';
import { openStoredGraph } from '../../models/load/open-stored-graph.ts';
import { createGraphSession, type SpeechGraph } from '../graph-session.ts';
import { STYLE_SIZE } from './kokoro-voices.ts';

/** The graph alone: phonemes and a style in, samples out. */
export interface KokoroModel {
  /**
   * Ids of the phonemes that the model knows; others are left out. Without the zeros at both ends.
   */
  encode(phonemes: string): number[];
  /** `ids`: at most 510. `style`: float32 `[256]`. Samples at 24 kHz. */
  run(
    ids: readonly number[],
    style: Float32Array,
    speed: number,
  ): Promise<Float32Array<ArrayBuffer>>;
  dispose(): Promise<void>;
}

/** Phonemes that the model reads at once, without the two zeros around them. */
export const MAX_PHONEMES = 510;

const tokenizerSchema = z.object({ model: z.object({ vocab: z.record(z.string(), z.int()) }) });

/**
 * Loads the StyleTextToSpeech2 graph: `input_ids` int64 `[1, T]` with 0 at both ends, `style`
 * float32 `[1, 256]`, `speed` float32 `[1]` to `waveform` float32 `[1, n]`. Throws
 * `weights_damaged`, `out_of_memory`.
 */
export async function loadKokoroModel(
  host: EngineHost,
  manifest: SpeechManifest,
  device: ComputeDevice,
  dtype: Dtype,
): Promise<KokoroModel> {
  const [ort, graph, vocabulary] = await Promise.all([
    host.loadOrt(device),
    openGraph(host, manifest, device, dtype),
    readVocabulary(host, manifest),
  ]);
  const session = await createGraphSession(ort, graph, device, manifest.title);
  return {
    encode: (phonemes) => [...phonemes].flatMap((phoneme) => vocabulary.get(phoneme) ?? []),
    async run(ids, style, speed) {
      const tokens = BigInt64Array.from([0, ...ids, 0], BigInt);
      const outputs = await session.run({
        input_ids: new ort.Tensor('int64', tokens, [1, tokens.length]),
        style: new ort.Tensor('float32', style, [1, STYLE_SIZE]),
        speed: new ort.Tensor('float32', new Float32Array([speed]), [1]),
      });
      const waveform = outputs.waveform ?? Object.values(outputs)[0];
      return Float32Array.from((await waveform?.getData()) as Float32Array);
    },
    dispose: () => session.release(),
  };
}

async function readVocabulary(
  host: EngineHost,
  manifest: SpeechManifest,
): Promise<ReadonlyMap<string, number>> {
  const parsed = tokenizerSchema.safeParse(await readStoredJson(host, manifest, 'tokenizer.json'));
  if (!parsed.success)
    throw new EngineError('weights_damaged', `the tokenizer of ${manifest.title} has no phonemes`);
  return new Map(Object.entries(parsed.data.model.vocab));
}

async function openGraph(
  host: EngineHost,
  manifest: SpeechManifest,
  device: ComputeDevice,
  dtype: Dtype,
): Promise<SpeechGraph> {
  const stored = await openStoredGraph(host, manifest, device, dtype);
  if (stored) return stored;
  const file = filesOfVariant(manifest, dtype).find(({ path }) => path.endsWith('.onnx'));
  if (!file) throw new EngineError('weights_damaged', `${manifest.title} lacks its graph`);
  return { model: await readStoredFile(host, manifest, file.path), externalData: [], failures: [] };
}
