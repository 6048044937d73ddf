import { EngineError, throwIfAborted } from '../../../src/engine/errors.ts';
import type { Llama, LlamaLoadOptions, LlamaModel } from './llama-cpp.ts';

/** What node-llama-cpp says where a model or its context does not fit. */
const TOO_LARGE = /insufficient|not enough|too large for the available|memory|create context/i;

/**
 * A model and what is made over it, or neither: as much of it on the GPU as fits. Throws
 * `out_of_memory` and `weights_damaged` in a sentence, and `aborted`.
 */
export async function loadLlamaModel<Made>(
  llama: Llama,
  { id, ...options }: LlamaLoadOptions & { id: string },
  make: (model: LlamaModel) => Promise<Made>,
): Promise<{ model: LlamaModel; made: Made }> {
  let model: LlamaModel | undefined;
  try {
    model = await llama.loadModel(options);
    return { model, made: await make(model) };
  } catch (thrown) {
    await model?.dispose();
    throwIfAborted(options.loadSignal);
    throw explain(thrown, id);
  }
}

function explain(thrown: unknown, id: string): EngineError {
  if (thrown instanceof EngineError) return thrown;
  const { message } = EngineError.from(thrown);
  const isTooLarge = TOO_LARGE.test(message);
  return new EngineError(
    isTooLarge ? 'out_of_memory' : 'weights_damaged',
    isTooLarge
      ? `${id} does not fit into this machine's memory. Choose a smaller build of it.`
      : `${id} cannot be loaded: ${message}`,
    { cause: thrown },
  );
}

export function notInstalled(id: string): EngineError {
  return new EngineError('model_not_installed', `${id} is not in the model folders.`);
}
