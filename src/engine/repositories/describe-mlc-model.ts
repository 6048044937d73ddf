import { z } from 'zod';
import { EngineError } from '../errors.ts';
import { readRepositoryJson, type Hub } from '../models/hub/hub.ts';
import type { ChatManifest, Dtype } from '../models/manifest.ts';
import type { ListedRepository } from './listed-repository.ts';
import mlcModels from './mlc-models.json' with { type: 'json' };

const configSchema = z.object({
  context_window_size: z.int().positive().optional(),
  temperature: z.number().min(0).max(2).optional(),
  top_p: z.number().gt(0).max(1).optional(),
  tokenizer_files: z.array(z.string()).optional(),
});

/** MLC's names of number formats, as they stand in a repository's name, and ours. */
const DTYPES: Readonly<Record<string, Dtype>> = {
  q4f16_1: 'q4f16',
  q4f32_1: 'q4',
  q0f16: 'fp16',
  q0f32: 'fp32',
};

/**
 * What web-llm gives each model of its list unless asked: more costs memory for keys and values.
 */
const CONTEXT_LENGTH = 4096;

/**
 * Makes a manifest of a repository with weights that MLC compiled. Throws `not_supported` where
 * web-llm has no kernels for it: they are not in the repository.
 */
export async function describeMlcModel(
  hub: Hub,
  repository: ListedRepository,
  signal?: AbortSignal,
): Promise<ChatManifest> {
  const { repository: id, revision, licence, files } = repository;
  const name = id.split('/').at(-1) ?? id;
  const [, format = ''] = /-(q\df\d+(?:_\d)?)-MLC/.exec(name) ?? [];
  const dtype = DTYPES[format];
  if (!dtype || !mlcModels.includes(name))
    throw new EngineError(
      'not_supported',
      `web-llm has no compiled kernels for ${name}. Choose a model from its list.`,
    );
  if (!files.has('tensor-cache.json'))
    throw new EngineError(
      'not_supported',
      `${name} has no tensor-cache.json, which web-llm needs to find its weights: it was compiled for an earlier version.`,
    );
  const config = await readRepositoryJson(
    hub,
    id,
    revision,
    'mlc-chat-config.json',
    configSchema,
    signal,
  );
  const tokenizer = config.tokenizer_files ?? ['tokenizer.json', 'tokenizer_config.json'];
  const weights = [...files.values()].filter(({ path }) =>
    /^(?:tensor-cache\.json|params_shard_\d+\.bin)$/.test(path),
  );
  return {
    id,
    title: `${name.replace(`-${format}-MLC`, '').replaceAll('-', ' ')} (MLC)`,
    summary: `Compiled by MLC for WebGPU, ${format}.`,
    task: 'chat',
    engine: 'web-llm',
    origin: 'hub',
    repository: id,
    revision,
    licence: licence ?? 'see its model card',
    contextLength: Math.min(config.context_window_size ?? CONTEXT_LENGTH, CONTEXT_LENGTH),
    files: ['mlc-chat-config.json', ...tokenizer].flatMap((path) => files.get(path) ?? []),
    variants: [{ dtype, files: weights, devices: ['webgpu'] }],
    capabilities: { guide: false },
    defaults: {
      maxTokens: 1024,
      temperature: config.temperature ?? 0.7,
      topP: config.top_p ?? 0.95,
    },
  };
}
