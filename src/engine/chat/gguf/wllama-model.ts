import type { RawCompletionChunk, RawCompletionParams, Wllama } from '@wllama/wllama';
import { EngineError, throwIfAborted } from '../../errors.ts';
import { explainLlamaError } from './explain-llama-error.ts';
import { hasLargeWasm } from './has-large-wasm.ts';
import type {
  LlamaModel,
  LlamaOptions,
  LlamaPiece,
  LlamaRequest,
  LoadLlamaModel,
} from './llama-model.ts';

/** Where wllama's files are, on our own origin. */
export interface WllamaFiles {
  wasm: string;
  /** Called before wllama starts its worker. */
  prepareWorker(options: Pick<LlamaOptions, 'threads' | 'usesGpu'>): void;
}

/** Tokens that are read in one pass: between two, an answer can be stopped. */
const TOKENS_AT_ONCE = { wasm: 64, webgpu: 512 };

/** llama.cpp in WebAssembly, which computes in a worker of its own. */
export function createWllamaLoader(files: WllamaFiles): LoadLlamaModel {
  return async (blobs, options, signal) => {
    throwIfAborted(signal);
    if (!hasLargeWasm())
      throw new EngineError(
        'not_supported',
        'Models in GGUF need WebAssembly with 64-bit memory and promises (JSPI), which this browser does not have. Choose a model in ONNX.',
      );
    const { Wllama: Runtime } = await import('@wllama/wllama');
    const complaints: string[] = [];
    const quiet = () => undefined;
    const error = (...said: unknown[]) => void complaints.push(said.map(String).join(' '));
    const logger = { debug: quiet, log: quiet, warn: quiet, error };
    const wllama = new Runtime({ default: files.wasm }, { logger });
    // Its other build would be fetched from elsewhere.
    wllama.setCompat(null);
    files.prepareWorker(options);
    const stop = () => void wllama.exit();
    signal.addEventListener('abort', stop, { once: true });
    try {
      await wllama.loadModel([...blobs], writeLoadOptions(options));
    } catch (thrown) {
      await wllama.exit();
      throwIfAborted(signal);
      throw explainLlamaError(thrown, complaints);
    } finally {
      signal.removeEventListener('abort', stop);
    }
    throwIfAborted(signal);
    return createModel(wllama, complaints);
  };
}

function writeLoadOptions({ contextLength, threads, usesGpu }: LlamaOptions) {
  const batch = TOKENS_AT_ONCE[usesGpu ? 'webgpu' : 'wasm'];
  return {
    n_ctx: contextLength,
    n_threads: threads,
    ...(usesGpu ? {} : { n_gpu_layers: 0 }),
    ...{ n_batch: batch, n_ubatch: batch, n_parallel: 1 },
    // One conversation is kept, and not those before it: memory is short.
    ...{ cache_idle_slots: false, ctx_shift: false, warmup: false },
  };
}

function createModel(wllama: Wllama, complaints: string[]): LlamaModel {
  const { n_ctx: contextLength } = wllama.getLoadedContextInfo();
  return {
    contextLength,
    async *write(request, signal) {
      throwIfAborted(signal);
      complaints.length = 0;
      const completion = writeCompletion(request, contextLength);
      try {
        for await (const chunk of streamChunks(wllama, completion, signal)) {
          throwIfAborted(signal);
          yield readChunk(chunk);
        }
      } catch (thrown) {
        throwIfAborted(signal);
        throw explainLlamaError(thrown, complaints);
      }
    },
    dispose: () => wllama.exit(),
  };
}

/** Chunks as they come. Leaving ends the request, and waits until llama.cpp is free again. */
async function* streamChunks(
  wllama: Wllama,
  completion: RawCompletionParams,
  signal: AbortSignal,
): AsyncGenerator<RawCompletionChunk> {
  const leaving = new AbortController();
  const arrived: RawCompletionChunk[] = [];
  let wake = () => {};
  const onData = (chunk: RawCompletionChunk) => {
    arrived.push(chunk);
    wake();
  };
  const abortSignal = AbortSignal.any([signal, leaving.signal]);
  let isOver = false;
  const running = wllama
    .createCompletion({ ...completion, stream: true, onData, abortSignal })
    .finally(() => {
      isOver = true;
      wake();
    });
  running.catch(() => undefined);
  try {
    for (;;) {
      const chunk = arrived.shift();
      if (chunk) yield chunk;
      else if (isOver) break;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
    await running;
  } finally {
    leaving.abort();
    await running.catch(() => undefined);
  }
}

/** llama.cpp takes this one to mean a random seed. */
const NO_SEED = 2 ** 32 - 1;

/** The order in which our own decoding applies them (decode/sampler.ts). */
const SAMPLERS = ['penalties', 'temperature', 'top_k', 'min_p', 'top_p'];

function writeCompletion(request: LlamaRequest, contextLength: number) {
  const { topK, seed, grammar } = request;
  return {
    prompt: request.prompt,
    max_tokens: request.maxTokens,
    temperature: request.temperature,
    top_p: request.topP,
    top_k: topK === Infinity ? 0 : topK,
    min_p: request.minP,
    seed: (seed >>> 0) % NO_SEED,
    samplers: SAMPLERS,
    // Of everything that was read and written.
    repeat_last_n: contextLength,
    repeat_penalty: request.repetitionPenalty,
    frequency_penalty: request.frequencyPenalty,
    presence_penalty: request.presencePenalty,
    ...(grammar !== undefined && { grammar }),
    preserved_tokens: request.marks,
    timings_per_token: true,
  };
}

function readChunk({ choices, timings }: RawCompletionChunk): LlamaPiece {
  const [choice] = choices;
  const cachedTokens = timings?.cache_n ?? 0;
  return {
    text: choice?.text ?? '',
    cachedTokens,
    promptTokens: cachedTokens + (timings?.prompt_n ?? 0),
    completionTokens: timings?.predicted_n ?? 0,
    reason: choice?.finish_reason
      ? choice.finish_reason === 'length'
        ? 'length'
        : 'stop'
      : undefined,
  };
}
