import { describePipeline } from '../diffusion/layout/describe-pipeline.ts';
import type { ModelFiles } from '../models/model-files.ts';
import type { FindWeights } from '../onnx/external-data.ts';
import { readRepositoryFile, type Hub, type HubFile } from '../models/hub/hub.ts';
import type { Dtype, ImageManifest, ManifestFile } from '../models/manifest.ts';
import type { ListedRepository } from './listed-repository.ts';

/**
 * Makes a manifest from a repository in the layout of diffusers' ONNX exports. Throws
 * `not_supported` for pipelines of another kind, `weights_damaged` if a graph is missing.
 */
export async function describeImageModel(
  hub: Hub,
  listed: ListedRepository,
  findWeights: FindWeights,
  signal?: AbortSignal,
): Promise<ImageManifest> {
  const { repository, revision, licence, files } = listed;
  const { layout, className, defaults } = await describePipeline(readThrough(hub, listed, signal));
  const isTrainedToInpaint = layout.denoiser.inputChannels > layout.latents.channels;
  const hasEncoder = layout.graphs.vaeEncoder !== undefined;
  const graphs: string[] = [];
  for (const path of Object.values(layout.graphs))
    if (path) graphs.push(path, ...(await findWeights(new Set(files.keys()), path)));
  const name = repository.split('/').at(-1) ?? repository;
  return {
    id: repository,
    title: name.replace(/-ONNX$/i, '').replaceAll('-', ' '),
    summary: `Draws pictures: a ${className} from ${repository.split('/')[0]}.`,
    task: 'image',
    engine: 'diffusion',
    origin: 'hub',
    repository,
    revision,
    licence: licence ?? 'see its model card',
    files: listSmallFiles(
      files,
      layout.tokenizers.map(({ folder }) => folder),
    ),
    variants: [{ dtype: dtypeOf(name), files: graphs.flatMap((path) => files.get(path) ?? []) }],
    pipeline: layout,
    capabilities: {
      textToImage: !isTrainedToInpaint,
      imageToImage: hasEncoder && !isTrainedToInpaint,
      inpaint: hasEncoder,
      negativePrompt: layout.denoiser.guidance !== 'embedded',
    },
    // Distilled models have the class of the model that they were distilled from; only their name
    // tells.
    defaults: /turbo|lightning|hyper/i.test(name)
      ? { numInferenceSteps: 4, guidanceScale: 0 }
      : defaults,
  };
}

/** Reads the small files over the hub as they are asked for. */
function readThrough(
  hub: Hub,
  { repository, revision, files }: ListedRepository,
  signal?: AbortSignal,
): ModelFiles {
  return {
    paths: new Set(files.keys()),
    read: (path) => readRepositoryFile(hub, repository, revision, path, signal),
  };
}

/**
 * Configurations and tokenizers. `vocab.json` and `merges.txt` say what `tokenizer.json` says, at
 * twice the size.
 */
function listSmallFiles(
  files: ReadonlyMap<string, HubFile>,
  tokenizers: readonly string[],
): ManifestFile[] {
  return [...files.values()].filter(({ path }) => {
    const folder = tokenizers.find((candidate) => path.startsWith(`${candidate}/`));
    const name = path.split('/').at(-1) ?? path;
    if (folder) return !isRedundant(files, folder, name) && /\.(json|txt|jinja)$/.test(name);
    return (
      name === 'model_index.json' || name === 'scheduler_config.json' || name === 'config.json'
    );
  });
}

function isRedundant(files: ReadonlyMap<string, HubFile>, folder: string, name: string): boolean {
  return files.has(`${folder}/tokenizer.json`) && (name === 'vocab.json' || name === 'merges.txt');
}

/** Folders do not say in what they were exported, but names do. */
function dtypeOf(name: string): Dtype {
  if (/q4f16/i.test(name)) return 'q4f16';
  if (/fp16|f16|half/i.test(name)) return 'fp16';
  return /int8|q8|quant/i.test(name) ? 'q8' : 'fp32';
}
