import type { LogitProcessor, MLCEngine, ModelRecord } from '@mlc-ai/web-llm';
import { z } from 'zod';
import { EngineError } from '../../errors.ts';
import type { EngineHost } from '../../host.ts';
import { computesInF16 } from '../../models/load/choose-build.ts';
import { keyOfFile, type ChatManifest, type Dtype } from '../../models/manifest.ts';
import type { Vocabulary } from '../language-model.ts';
import { readVocabularyFile } from '../decode/vocabulary-file.ts';
import { createStoredArtifacts } from './stored-artifacts.ts';

/** What a model's tokens are, and which of them end an answer. */
export interface MlcTokens {
  vocabulary: Vocabulary;
  endTokens: ReadonlySet<number>;
}

/** The part of web-llm's engine that Triptych uses. */
export interface MlcEngine extends Pick<
  MLCEngine,
  'reload' | 'unload' | 'interruptGenerate' | 'chatCompletion'
> {
  /**
   * Read from the model's own files, which are stored once it has been loaded. Throws
   * `not_supported` if they do not say.
   */
  readTokens(): Promise<MlcTokens>;
}

/**
 * Makes an engine for one model; nothing is loaded yet. A logit processor gets the logits of every
 * token, which costs a round trip from the GPU each time. Throws `not_supported` for a model
 * without a library of kernels.
 */
export type CreateMlcEngine = (
  host: EngineHost,
  manifest: ChatManifest,
  dtype: Dtype,
  processor: LogitProcessor | undefined,
) => Promise<MlcEngine>;

/**
 * web-llm itself. Call in a worker: it replaces the worker's Cache API, which nothing else there
 * uses.
 */
export const createMlcEngine: CreateMlcEngine = async (host, manifest, dtype, processor) => {
  Object.defineProperty(globalThis, 'caches', {
    configurable: true,
    value: createStoredArtifacts(host.weights),
  });
  const { MLCEngine, prebuiltAppConfig } = await import('@mlc-ai/web-llm');
  const name = manifest.repository.split('/').at(-1);
  const known = prebuiltAppConfig.model_list.find(({ model_id }) => model_id === name);
  const library = manifest.modelLibrary ?? known?.model_lib;
  if (!library)
    throw new EngineError('not_supported', `There is no compiled library for ${manifest.title}.`);
  const record: ModelRecord = {
    model: keyOfFile(manifest, ''),
    model_id: manifest.id,
    model_lib: library,
    required_features: computesInF16(dtype) ? ['shader-f16'] : [],
    overrides: { ...known?.overrides, context_window_size: manifest.contextLength },
  };
  const engine = new MLCEngine({
    appConfig: { model_list: [record], cacheBackend: 'cache' },
    logLevel: 'WARN',
    ...(processor ? { logitProcessorRegistry: new Map([[manifest.id, processor]]) } : {}),
  });
  return Object.assign(engine, { readTokens: () => readTokens(host, manifest) });
};

const chatConfigSchema = z.looseObject({
  conv_template: z.looseObject({ stop_token_ids: z.array(z.number()).min(1) }),
});

async function readTokens({ weights }: EngineHost, manifest: ChatManifest): Promise<MlcTokens> {
  const [tokenizer, config] = await Promise.all(
    ['tokenizer.json', 'mlc-chat-config.json'].map(async (name) => {
      const file = await weights.match(keyOfFile(manifest, name));
      if (!file)
        throw new EngineError(
          'not_supported',
          `${manifest.title} has no ${name}, which it needs to answer in JSON.`,
        );
      return (await file.json()) as unknown;
    }),
  );
  const { conv_template: template } = chatConfigSchema.parse(config);
  return { vocabulary: readVocabularyFile(tokenizer), endTokens: new Set(template.stop_token_ids) };
}

/** Translates the library's errors, recognised by name, into ours. */
export function explainMlcError(thrown: unknown, manifest: ChatManifest): EngineError {
  const name = thrown instanceof Error ? thrown.name : '';
  const wrap = (
    code: 'webgpu_unavailable' | 'not_supported' | 'out_of_memory' | 'invalid_request',
    message: string,
  ) => new EngineError(code, message, { cause: thrown, details: { model: manifest.id } });
  switch (name) {
    case 'WebGPUNotAvailableError':
    case 'WebGPUNotFoundError':
      return wrap(
        'webgpu_unavailable',
        `${manifest.title} runs only on WebGPU, and there is no adapter.`,
      );
    case 'FeatureSupportError':
    case 'ShaderF16SupportError':
      return wrap(
        'not_supported',
        `${manifest.title} needs 16-bit shaders, which this GPU does not have.`,
      );
    case 'DeviceLostError':
      return wrap('out_of_memory', `${manifest.title} did not fit into the memory of the GPU.`);
    case 'ContextWindowSizeExceededError':
      return explainOverflow(thrown, manifest);
    default:
      if (/^(?:GrammarMatcherInit|InvalidResponseFormat|MessageOrder|ContentType|Seed)/.test(name))
        return wrap('invalid_request', EngineError.from(thrown).message);
      return EngineError.from(thrown);
  }
}

function explainOverflow(thrown: unknown, { contextLength }: ChatManifest): EngineError {
  const { message } = EngineError.from(thrown);
  const promptTokens = Number(
    /number of prompt tokens: (\d+)/.exec(message)?.[1] ?? contextLength + 1,
  );
  return new EngineError(
    'context_too_long',
    `The conversation has ${promptTokens} tokens; the model reads ${contextLength}.`,
    { cause: thrown, details: { promptTokens, contextLength } },
  );
}
