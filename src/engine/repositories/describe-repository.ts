import type { z } from 'zod';
import { EngineError } from '../errors.ts';
import { describeDecoder, configSchema } from './decoder-config.ts';
import { describeImageModel } from './describe-image-model.ts';
import { findByName, type FindWeights } from '../onnx/external-data.ts';
import {
  listFiles,
  readRepositoryJson,
  readRevision,
  type Hub,
  type HubFile,
} from '../models/hub/hub.ts';
import type { GraphDtype, ModelManifest, ModelVariant } from '../models/manifest.ts';
import { describeGgufModel } from './describe-gguf-model.ts';
import { describeMlcModel } from './describe-mlc-model.ts';
import { GRAPH_SUFFIXES } from './graph-suffixes.ts';
import {
  DECODER,
  listGraphsBefore,
  listSplitVariants,
  takesPictures,
  VISION_FILES,
} from './list-split-variants.ts';
import { describePiperVoices } from './describe-piper-voices.ts';
import { describeSpeechFiles } from './describe-speech-files.ts';
import { describeSpeechModel } from './describe-speech-model.ts';
import type { ListedRepository } from './listed-repository.ts';
import { titleOfRepository } from './title-of-repository.ts';

/** What the engine reads besides the graph; only files that the repository has. */
const COMMON_FILES = [
  'config.json',
  'generation_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'chat_template.jinja',
];

/** Room for the key-value cache is finite even where a model was trained on more. */
const MAX_CONTEXT_LENGTH = 8192;

/**
 * Makes a manifest from what a repository itself says: its files and its `config.json`.
 * `findWeights` finds what lies beside a graph, by default by name. Throws `model_not_found`,
 * `network_unreachable`, and `not_supported` for a repository without a model that runs here.
 */
export async function describeRepository(
  hub: Hub,
  repository: string,
  revision = 'main',
  signal?: AbortSignal,
  findWeights: FindWeights = findByName,
): Promise<ModelManifest> {
  const { commit, licence } = await readRevision(hub, repository, revision, signal);
  const listed = await listFiles(hub, repository, commit, signal);
  const files = new Map(listed.map((file) => [file.path, file]));
  const found = { repository, revision: commit, licence, files };
  return (
    (await describeByLayout(hub, found, findWeights, signal)) ??
    describeByConfig(hub, found, findWeights, signal)
  );
}

/** Models that are known by the files that lie there. */
async function describeByLayout(
  hub: Hub,
  found: ListedRepository,
  findWeights: FindWeights,
  signal?: AbortSignal,
): Promise<ModelManifest | undefined> {
  const { files } = found;
  if (files.has('model_index.json')) return describeImageModel(hub, found, findWeights, signal);
  if (files.has('mlc-chat-config.json')) return describeMlcModel(hub, found, signal);
  const hasGraphs = [...files.keys()].some((path) => path.endsWith('.onnx'));
  const inGguf = hasGraphs ? undefined : await describeGgufModel(hub, found, signal);
  return (
    inGguf ??
    (await describePiperVoices(hub, found, signal)) ??
    (await describeSpeechFiles(hub, found, signal))
  );
}

/** Models that transformers.js would know by their `config.json`: some voices, and chat. */
async function describeByConfig(
  hub: Hub,
  found: ListedRepository,
  findWeights: FindWeights,
  signal?: AbortSignal,
): Promise<ModelManifest> {
  const { repository, revision, files } = found;
  if (!files.has('config.json') || !files.has('tokenizer.json'))
    throw new EngineError(
      'not_supported',
      `${repository} has no model in ONNX (config.json and tokenizer.json) or GGUF.`,
    );
  const config = await readRepositoryJson(
    hub,
    repository,
    revision,
    'config.json',
    configSchema,
    signal,
  );
  return (
    describeSpeechModel(config.model_type, found) ??
    (await describeChatModel(found, config, findWeights))
  );
}

async function describeChatModel(
  { repository, revision, licence, files }: ListedRepository,
  config: z.infer<typeof configSchema>,
  findWeights: FindWeights,
): Promise<ModelManifest> {
  const pictures = takesPictures(config.model_type);
  const before = listGraphsBefore(config.model_type);
  const variants = before
    ? await listSplitVariants(before, files, findWeights)
    : await listVariants(files, findWeights);
  if (variants.length === 0)
    throw new EngineError(
      'not_supported',
      `${repository} has no ONNX chat model (onnx/${before ? DECODER : 'model'}*.onnx).`,
    );
  if (!before && !config.architectures?.some((name) => name.endsWith('ForCausalLM')))
    throw new EngineError(
      'not_supported',
      `${repository} is not a chat model but a ${config.model_type ?? 'model'} of another kind (${config.architectures?.join(', ') ?? 'no architecture named'}).`,
    );
  const decoder = (before ? config.text_config : undefined) ?? config;
  return {
    id: repository,
    title: titleOfRepository(repository),
    summary: `A ${config.model_type ?? 'chat'} model from ${repository.split('/')[0]}.`,
    task: 'chat',
    engine: 'transformers',
    origin: 'hub',
    repository,
    revision,
    licence: licence ?? 'see its model card',
    ...describeDecoder(decoder),
    contextLength: Math.min(decoder.max_position_embeddings ?? 2048, MAX_CONTEXT_LENGTH),
    files: [...COMMON_FILES, ...(pictures ? VISION_FILES : [])].flatMap(
      (path) => files.get(path) ?? [],
    ),
    variants,
    capabilities: { guide: false, ...(pictures && { pictures }) },
    defaults: { maxTokens: 1024, temperature: 0.7, topP: 0.95 },
  };
}

async function listVariants(
  files: ReadonlyMap<string, HubFile>,
  findWeights: FindWeights,
): Promise<ModelVariant[]> {
  const variants: ModelVariant[] = [];
  for (const [dtype, suffix] of Object.entries(GRAPH_SUFFIXES) as [GraphDtype, string][]) {
    const graph = files.get(`onnx/model${suffix}.onnx`);
    if (!graph) continue;
    const beside = await findWeights(new Set(files.keys()), graph.path);
    variants.push({ dtype, files: [graph, ...beside.flatMap((path) => files.get(path) ?? [])] });
  }
  return variants;
}
