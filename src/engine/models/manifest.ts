import * as z from 'zod/mini';
import { BROWSER_DEVICES } from '../device.ts';
import { EngineError } from '../errors.ts';
import { GGUF_QUANTISATIONS } from './gguf/quantisations.ts';
import { pipelineLayoutSchema } from './pipeline-layout.ts';

/** Number formats of weights, by transformers.js' names. */
const DTYPES = [
  'fp32',
  'fp16',
  'q8',
  'int8',
  'uint8',
  'q4',
  'q4f16',
  'bnb4',
  'q2',
  'q2f16',
  'q1',
  'q1f16',
] as const;
const graphDtypeSchema = z.enum(DTYPES);
export type GraphDtype = z.infer<typeof graphDtypeSchema>;
/** Those in GGUF go by llama.cpp's names. */
export const dtypeSchema = z.enum([...DTYPES, ...GGUF_QUANTISATIONS]);
export type Dtype = z.infer<typeof dtypeSchema>;

/**
 * Content by its hash: `sha256:<hex>`, or `git-sha1:<hex>` (SHA-1 over git's blob header and the
 * content), which is what a hub tells of files that it does not keep in LFS.
 */
export const digestSchema = z.templateLiteral([
  z.enum(['sha256', 'git-sha1']),
  ':',
  z.string().check(z.regex(/^[0-9a-f]+$/)),
]);
export type Digest = z.infer<typeof digestSchema>;

/** A file of a repository. Size and digest are missing until the hub has been asked. */
const fileSchema = z.object({
  /**
   * Until the hub has been asked, `*` may stand for a part of a name: weights in as many pieces as
   * there are.
   */
  path: z.string().check(z.minLength(1)),
  sizeBytes: z.optional(z.int().check(z.nonnegative())),
  digest: z.optional(digestSchema),
  /** Not every revision has it: weights beside a graph that may also be inside. */
  isOptional: z.optional(z.boolean()),
});
export type ManifestFile = z.infer<typeof fileSchema>;

const variantSchema = z.object({
  dtype: dtypeSchema,
  /** Empty where each voice is a graph of its own, and nothing lies beside them. */
  files: z.array(fileSchema),
  /** What the model card says, shown until the hub has been asked for exact sizes. */
  approximateBytes: z.optional(z.int().check(z.positive())),
  /** Dtypes of graphs that differ from the build's own, by the graph's name without suffix. */
  graphDtypes: z.optional(z.record(z.string(), graphDtypeSchema)),
  /**
   * On a GPU, the device of each graph of a build that mixes them, by the graph's name without
   * suffix: a table of embeddings may be larger than what a GPU binds.
   */
  graphDevices: z.optional(z.record(z.string(), z.enum(BROWSER_DEVICES))),
  /** Devices on which this build runs well; by default those of its dtype (load/choose-build.ts). */
  devices: z.optional(z.array(z.enum(BROWSER_DEVICES))),
});
export type ModelVariant = z.infer<typeof variantSchema>;

/** What a repository's `config.json` says about a decoder; enough to size its keys and values. */
const architectureSchema = z.object({
  /** As transformers names it, such as "llama". */
  type: z.string(),
  layers: z.int().check(z.positive()),
  hiddenSize: z.int().check(z.positive()),
  keyValueHeads: z.int().check(z.positive()),
  headSize: z.int().check(z.positive()),
  vocabularySize: z.int().check(z.positive()),
});
export type ModelArchitecture = z.infer<typeof architectureSchema>;

/** What every model has. */
const commonSchema = z.object({
  /** Catalogue id, by default the repository's. */
  id: z.string().check(z.minLength(1)),
  title: z.string().check(z.minLength(1)),
  /** What it is good for, in one sentence. */
  summary: z.string(),
  /** `built-in`: its files come with the app, under `starter/`. */
  origin: z.enum(['built-in', 'hub']),
  repository: z.string().check(z.regex(/^[\w.-]+\/[\w.-]+$/, 'expected "owner/name"')),
  /** A commit, so that the same files come every time; a branch only until the first download. */
  revision: z.string().check(z.minLength(1)),
  licence: z.string(),
  parameters: z.optional(z.number().check(z.positive())),
  /** Files that every variant needs: configuration and tokenizer. */
  files: z.array(fileSchema),
  variants: z.array(variantSchema).check(z.minLength(1)),
});

const chatManifestSchema = z.extend(commonSchema, {
  task: z.literal('chat'),
  /**
   * `transformers`: ONNX graphs, on WebGPU and wasm. `web-llm`: kernels that MLC compiled for this
   * one model, on WebGPU alone. `llama-cpp`: GGUF, on WebGPU, wasm and a server.
   */
  engine: z.enum(['transformers', 'web-llm', 'llama-cpp']),
  /**
   * For web-llm: the address of the compiled kernels, which are not in the repository. Default: the
   * one that web-llm's own list has.
   */
  modelLibrary: z.optional(z.url()),
  /** Maximum number of tokens of prompt and answer together. */
  contextLength: z.int().check(z.positive()),
  /** BCP 47, lower case, as its makers list them; of those of very many the most spoken. */
  languages: z.optional(z.array(z.string()).check(z.minLength(1))),
  architecture: z.optional(architectureSchema),
  capabilities: z.object({
    /**
     * Answers questions about Triptych from the guide's own texts before it lets the model speak.
     */
    guide: z.boolean(),
    /** Messages may show pictures. */
    pictures: z.optional(z.boolean()),
  }),
  defaults: z.object({
    maxTokens: z.int().check(z.positive()),
    temperature: z.number().check(z.gte(0), z.lte(2)),
    topP: z.number().check(z.gt(0), z.lte(1)),
  }),
});
export type ChatManifest = z.infer<typeof chatManifestSchema>;

/** Text to image, in our own pipeline. */
const imageManifestSchema = z.extend(commonSchema, {
  task: z.literal('image'),
  engine: z.literal('diffusion'),
  pipeline: pipelineLayoutSchema,
  capabilities: z.object({
    textToImage: z.boolean(),
    /** Starting from a picture; variations of any picture with it. */
    imageToImage: z.boolean(),
    /** Inpaint and outpaint. */
    inpaint: z.boolean(),
    negativePrompt: z.boolean(),
  }),
  defaults: z.object({
    numInferenceSteps: z.int().check(z.positive()),
    guidanceScale: z.number().check(z.gte(0)),
  }),
});
export type ImageManifest = z.infer<typeof imageManifestSchema>;

/** A small decoder of latents, with which image models show their previews in detail. */
const previewManifestSchema = z.extend(commonSchema, {
  task: z.literal('preview'),
  engine: z.literal('diffusion'),
  /**
   * Path of the network: latents as a denoiser has them, `[1, channels, h, w]`, to RGB of −1 to 1,
   * `[1, 3, 8 h, 8 w]`.
   */
  graph: z.string(),
});

/** Pictures in, larger pictures out. */
const upscaleManifestSchema = z.extend(commonSchema, {
  task: z.literal('upscale'),
  engine: z.literal('upscaler'),
  /** Path of the network: RGB of 0 to 1, `[1, 3, h, w]`, to `[1, 3, h * scale, w * scale]`. */
  graph: z.string(),
  scale: z.int().check(z.gte(2)),
});
export type UpscaleManifest = z.infer<typeof upscaleManifestSchema>;

/** A voice of a speech model: a file of its own, fetched when it is chosen. */
const voiceSchema = z.object({
  id: z.string().check(z.minLength(1)),
  /** A name for people. */
  name: z.string(),
  /** BCP 47, lower case, e.g. `en-us`: its default language. */
  language: z.string(),
  gender: z.enum(['female', 'male', 'neutral']),
  /** The makers' own grade: "A" is best. */
  grade: z.optional(z.string()),
  file: fileSchema,
  /** Beside a voice that is a graph of its own: how that graph is fed. */
  config: z.optional(fileSchema),
  /** The makers' name for its size, such as "medium". */
  quality: z.optional(z.string()),
  /** How many people it can speak as, where that is more than one. */
  speakers: z.optional(z.int().check(z.gte(2))),
  /** Where they are not those of the model. */
  licence: z.optional(z.string()),
  sampleRate: z.optional(z.int().check(z.positive())),
  /** The phonemizer's name for its language, where that is not `language`. */
  phonemes: z.optional(z.string()),
});
export type VoiceManifest = z.infer<typeof voiceSchema>;

const speechManifestSchema = z.extend(commonSchema, {
  task: z.literal('speech'),
  engine: z.enum(['flite', 'kitten', 'kokoro', 'piper', 'supertonic']),
  /** Samples per second of its speech. */
  sampleRate: z.int().check(z.positive()),
  /** Not empty; the first is the default. */
  voices: z.array(voiceSchema).check(z.minLength(1)),
  /** BCP 47, lower case. */
  languages: z.array(z.string()).check(z.minLength(1)),
  /** Voices can be mixed by weights. */
  canMixVoices: z.boolean(),
  /** Model that turns its text into phonemes; absent where it reads text. */
  phonemizer: z.optional(z.string()),
});
export type SpeechManifest = z.infer<typeof speechManifestSchema>;

/** Text to phonemes: a part of speech models, installed with the first one that needs it. */
const phonemesManifestSchema = z.extend(commonSchema, {
  task: z.literal('phonemes'),
  engine: z.literal('espeak-ng'),
  languages: z.array(z.string()).check(z.minLength(1)),
  /** Files of single languages, each fetched with the first voice that speaks it. */
  parts: z.optional(z.array(z.object({ id: z.string(), files: z.array(fileSchema) }))),
});

/** Small networks that operations on pictures take: faces, cut-outs, moderation, marks. */
const visionManifestSchema = z.extend(commonSchema, {
  task: z.literal('vision'),
  engine: z.literal('image-ops'),
});

/** Texts in, what they mean as vectors out: near each other where the meanings are. */
const embeddingManifestSchema = z.extend(commonSchema, {
  task: z.literal('embedding'),
  /** `embeddings`: ONNX graphs of BERT's kind. `llama-cpp`: GGUF, on a server. */
  engine: z.enum(['embeddings', 'llama-cpp']),
  /** Length of a vector. */
  dimensions: z.int().check(z.positive()),
  /** What is beyond these tokens of a text is not read. */
  maxTokens: z.int().check(z.positive()),
});

/** A model that Triptych can run: a data file, not code. */
export const manifestSchema = z.discriminatedUnion('task', [
  chatManifestSchema,
  imageManifestSchema,
  previewManifestSchema,
  upscaleManifestSchema,
  speechManifestSchema,
  phonemesManifestSchema,
  visionManifestSchema,
  embeddingManifestSchema,
]);
export type ModelManifest = z.infer<typeof manifestSchema>;
export type ModelTask = ModelManifest['task'];
export type ManifestOf<T extends ModelTask> = Extract<ModelManifest, { task: T }>;

/** The same dtype; throws `not_supported` for one of GGUF, which has no graphs. */
export function asGraphDtype(dtype: Dtype): GraphDtype {
  const found = DTYPES.find((each) => each === dtype);
  if (found) return found;
  throw new EngineError('not_supported', `${dtype} is not a number format of ONNX.`);
}

/** Narrows a model to those for a task. */
export function isForTask<T extends ModelTask>(
  manifest: ModelManifest,
  task: T,
): manifest is ManifestOf<T> {
  return manifest.task === task;
}

/** A file whose size and content are known, so that it can be fetched and checked. */
export interface PinnedFile {
  path: string;
  sizeBytes: number;
  digest: Digest;
}

/** Returns whether size and digest are known. */
export function isPinned(file: ManifestFile): file is PinnedFile {
  return file.sizeBytes !== undefined && file.digest !== undefined;
}

/**
 * All files that one variant needs, and those of the voices (or other parts) named. Throws nothing; an unknown dtype
 * gives the common files only.
 */
export function filesOfVariant(
  manifest: ModelManifest,
  dtype: Dtype,
  voices: readonly string[] = [],
): ManifestFile[] {
  const variant = manifest.variants.find((candidate) => candidate.dtype === dtype);
  const parts = listParts(manifest).filter(({ id }) => voices.includes(id));
  const inParts = parts.flatMap(({ files }) => files);
  // Several voices may lie in one file.
  const paths = inParts.map(({ path }) => path);
  const own = inParts.filter(({ path }, index) => paths.indexOf(path) === index);
  return [...manifest.files, ...(variant?.files ?? []), ...own];
}

/** What is fetched when it is wanted: a voice, or a language's phoneme data. */
export interface ModelPart {
  id: string;
  files: readonly ManifestFile[];
}

/** The parts of a model that are stored one by one; most models have none. */
export function listParts(manifest: ModelManifest): readonly ModelPart[] {
  if (manifest.task === 'phonemes') return manifest.parts ?? [];
  if (manifest.task !== 'speech') return [];
  return manifest.voices.map((voice) => ({ id: voice.id, files: filesOfVoice(voice) }));
}

export function filesOfVoice({ file, config }: VoiceManifest): ManifestFile[] {
  return config ? [file, config] : [file];
}

/** Samples per second of a voice, by its id or a mix that begins with it; empty for the first. */
export function sampleRateOf({ sampleRate, voices }: SpeechManifest, voice = ''): number {
  const [id] = voice.split(/[*+]/);
  const found = id ? voices.find((one) => one.id === id.trim()) : voices[0];
  return found?.sampleRate ?? sampleRate;
}

/**
 * Bytes of one variant with its common files; before the hub has been asked, what the model card
 * says.
 */
export function sizeOfVariant(
  manifest: ModelManifest,
  dtype: Dtype,
  voices: readonly string[] = defaultVoices(manifest),
): number | undefined {
  const files = filesOfVariant(manifest, dtype, voices);
  const sizes = files.map(({ sizeBytes }) => sizeBytes);
  if (sizes.every((bytes) => bytes !== undefined))
    return sizes.reduce((sum, bytes) => sum + bytes, 0);
  return manifest.variants.find((variant) => variant.dtype === dtype)?.approximateBytes;
}

/**
 * The name under which the weight store knows a file: its address on the hub, wherever it really
 * came from.
 */
export function keyOfFile({ repository, revision }: ModelManifest, path: string): string {
  return `${KEY_HOST}${repository}/resolve/${encodeURIComponent(revision)}/${path}`;
}

/** The origin of all keys; transformers.js builds the same from `env.remoteHost`. */
export const KEY_HOST = 'https://huggingface.co/';

/**
 * The voices that a download brings unless others are named: the first one, and those that lie in
 * the same file.
 */
export function defaultVoices(manifest: ModelManifest): string[] {
  if (manifest.task !== 'speech') return [];
  const [first] = manifest.voices;
  return manifest.voices.filter(({ file }) => file.path === first?.file.path).map(({ id }) => id);
}
