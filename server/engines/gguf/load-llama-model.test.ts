import { expect, it } from 'vitest';
import type { Llama, LlamaModel } from './llama-cpp.ts';
import { loadLlamaModel } from './load-llama-model.ts';

/** Loads with a llama.cpp that gives this model, over which nothing can be made. */
async function load(message: string, loadSignal = new AbortController().signal) {
  let disposed = 0;
  const model = { dispose: async () => void disposed++ } as unknown as LlamaModel;
  const llama: Llama = { gpu: false, loadModel: async () => model };
  const gpuLayers = { fitContext: { contextSize: 512 } };
  const loading = loadLlamaModel(
    llama,
    { id: 'a/b', modelPath: '/a/b.gguf', gpuLayers, loadSignal },
    () => Promise.reject(new Error(message)),
  );
  const thrown: unknown = await loading.catch((error: unknown) => error);
  return { thrown, disposed };
}

it.each([
  ['A context size of 512 with 4 sequences is too large for the available RAM', 'out_of_memory'],
  ['Not enough VRAM to fit the model with the specified settings', 'out_of_memory'],
  ['Failed to create context', 'out_of_memory'],
  ['Failed to load model', 'weights_damaged'],
])('takes "%s" for %s, and leaves no model behind', async (message, code) => {
  const { thrown, disposed } = await load(message);
  expect(thrown).toMatchObject({ code, message: expect.stringMatching(/^a\/b /) as string });
  expect(disposed).toBe(1);
});

it('says that it was stopped', async () => {
  const { thrown } = await load('whatever', AbortSignal.abort());
  expect(thrown).toMatchObject({ code: 'aborted' });
});
