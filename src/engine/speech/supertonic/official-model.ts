import { z } from 'zod';
import type { Tensor } from 'onnxruntime-common';
import type { ComputeDevice } from '../../device.ts';
import { EngineError } from '../../errors.ts';
import type { EngineHost } from '../../host.ts';
import type { SpeechManifest } from '../../models/manifest.ts';
import { readStoredFile, readStoredJson } from '../../models/store/read-stored-file.ts';
import { createGraphSession } from '../graph-session.ts';
import { OFFICIAL_CONFIG } from './official-layout.ts';
import type { Style } from './official-styles.ts';

/** What is said, and how. */
export interface Utterance {
  ids: readonly number[];
  style: Style;
  /** Above 1 is faster; the makers' normal speed is 1.05. */
  speed: number;
  steps: number;
  /** Unit noise, as much as is asked for. */
  drawNoise(count: number): Float32Array;
}

/** The four graphs: characters and a style in, samples out. */
export interface OfficialModel {
  /** Ids of the characters that the model knows; others are left out. */
  encode(text: string): number[];
  readonly sampleRate: number;
  /** Throws `invalid_output` where the model gives no usable length. */
  run(utterance: Utterance): Promise<Float32Array<ArrayBuffer>>;
  dispose(): Promise<void>;
}

const count = z.int().positive();
const configSchema = z.looseObject({
  ae: z.looseObject({ sample_rate: count, base_chunk_size: count }),
  ttl: z.looseObject({ chunk_compress_factor: count, latent_dim: count }),
});
/** By code unit; -1 for what the model does not know. */
const indexerSchema = z
  .array(z.int())
  .min(1)
  .max(2 ** 16);

const INDEXER = 'onnx/unicode_indexer.json';
const GRAPHS = {
  durations: 'onnx/duration_predictor.onnx',
  encoder: 'onnx/text_encoder.onnx',
  estimator: 'onnx/vector_estimator.onnx',
  vocoder: 'onnx/vocoder.onnx',
} as const;

/** A chunk is a few sentences: more than this is a broken graph, not a slow speaker. */
const MAX_SECONDS = 300;

/**
 * Loads the graphs as Supertone publishes them: `duration_predictor`(text_ids int64 `[1, n]`,
 * style_dp, text_mask float32 `[1, 1, n]`) to seconds; `text_encoder`(text_ids, style_ttl,
 * text_mask) to text_emb; `vector_estimator`, once for each step, from noise to latents float32
 * `[1, channels, L]`; `vocoder`(latent) to samples. Throws `weights_damaged`, `out_of_memory`.
 */
export async function loadOfficialModel(
  host: EngineHost,
  manifest: SpeechManifest,
  device: ComputeDevice,
): Promise<OfficialModel> {
  const [ort, config, indexer] = await Promise.all([
    host.loadOrt(device),
    readParsed(host, manifest, OFFICIAL_CONFIG, configSchema),
    readParsed(host, manifest, INDEXER, indexerSchema),
  ]);
  const open = async (path: string) =>
    createGraphSession(
      ort,
      { model: await readStoredFile(host, manifest, path) },
      device,
      manifest.title,
    );
  // One after the other: a file lies beside what is made of it.
  const durations = await open(GRAPHS.durations);
  const encoder = await open(GRAPHS.encoder);
  const estimator = await open(GRAPHS.estimator);
  const vocoder = await open(GRAPHS.vocoder);

  const { sample_rate: sampleRate, base_chunk_size: baseChunk } = config.ae;
  const frame = baseChunk * config.ttl.chunk_compress_factor;
  const channels = config.ttl.latent_dim * config.ttl.chunk_compress_factor;
  const floats = (values: Float32Array, dims: readonly number[]) =>
    new ort.Tensor('float32', values, dims);
  const ones = (length: number) => floats(new Float32Array(length).fill(1), [1, 1, length]);

  async function measure(utterance: Utterance, feeds: TextFeeds): Promise<number> {
    const { style, speed } = utterance;
    if (!takes(durations, 'style_dp', style.dpDims) || !takes(encoder, 'style_ttl', style.ttlDims))
      throw new EngineError(
        'weights_damaged',
        `this voice does not belong to ${manifest.title}: its styles have another shape`,
      );
    const outputs = await durations.run({ ...feeds, style_dp: floats(style.dp, style.dpDims) });
    const [seconds = NaN] = await readFirst(outputs);
    if (seconds > 0 && seconds / speed <= MAX_SECONDS) return Math.fround(seconds / speed);
    throw new EngineError(
      'invalid_output',
      `${manifest.title} gave no usable length for this text.`,
    );
  }
  /** Frames of latents; the last one may be begun only. */
  async function refine(utterance: Utterance, feeds: TextFeeds, frames: number): Promise<Tensor> {
    const { style, steps, drawNoise } = utterance;
    const ttl = floats(style.ttl, style.ttlDims);
    const encoded = first(await encoder.run({ ...feeds, style_ttl: ttl }));
    let latent: Tensor = floats(drawNoise(channels * frames), [1, channels, frames]);
    for (let step = 0; step < steps; step++)
      latent = first(
        await estimator.run({
          noisy_latent: latent,
          text_emb: encoded,
          style_ttl: ttl,
          text_mask: feeds.text_mask,
          latent_mask: ones(frames),
          current_step: floats(Float32Array.of(step), [1]),
          total_step: floats(Float32Array.of(steps), [1]),
        }),
      );
    return latent;
  }
  return {
    sampleRate,
    encode: (text) =>
      Array.from({ length: text.length }, (_, at) => indexer[text.charCodeAt(at)] ?? -1).filter(
        (id) => id >= 0,
      ),
    async run(utterance) {
      const { ids } = utterance;
      const feeds = {
        text_ids: new ort.Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
        text_mask: ones(ids.length),
      };
      // In 32 bits, as the reference counts.
      const length = Math.trunc(Math.fround((await measure(utterance, feeds)) * sampleRate));
      const frames = Math.max(1, Math.ceil(length / frame));
      const latent = await refine(utterance, feeds, frames);
      const samples = await readFirst(await vocoder.run({ latent }));
      return Float32Array.from(samples.subarray(0, length));
    },
    async dispose() {
      for (const session of [durations, encoder, estimator, vocoder]) await session.release();
    },
  };
}

interface TextFeeds {
  [name: string]: Tensor;
  text_ids: Tensor;
  text_mask: Tensor;
}

type Session = Awaited<ReturnType<typeof createGraphSession>>;

/** Whether an input has this shape, as far as the graph says. */
function takes({ inputMetadata }: Session, name: string, dims: readonly number[]): boolean {
  const input = inputMetadata.find((each) => each.name === name);
  if (!input?.isTensor) return true;
  const { shape } = input;
  return (
    shape.length === dims.length &&
    shape.every((size, index) => typeof size !== 'number' || size === dims[index])
  );
}

type Outputs = Readonly<Record<string, Tensor>>;

function first(outputs: Outputs): Tensor {
  const [output] = Object.values(outputs);
  if (!output) throw new EngineError('weights_damaged', 'a graph of the voice has no output');
  return output;
}

async function readFirst(outputs: Outputs): Promise<Float32Array> {
  return (await first(outputs).getData()) as Float32Array;
}

async function readParsed<T>(
  host: EngineHost,
  manifest: SpeechManifest,
  path: string,
  schema: z.ZodType<T>,
): Promise<T> {
  const parsed = schema.safeParse(await readStoredJson(host, manifest, path));
  if (parsed.success) return parsed.data;
  throw new EngineError(
    'weights_damaged',
    `${path} of ${manifest.title} is not what such a model has`,
    { details: { model: manifest.id, path } },
  );
}
