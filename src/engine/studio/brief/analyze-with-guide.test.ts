import { expect, it } from 'vitest';
import { createNodeHost } from '../../../../server/node-host.ts';
import { loadTransformersModel } from '../../chat/decode/transformers-model.ts';
import { createLanguageModelChatEngine } from '../../chat/language-model-chat-engine.ts';
import { BUILT_IN_CHAT_MODEL } from '../../models/catalog.ts';
import { analyzeContext } from './analyze-context.ts';
import { findImageModel } from './image-models.fixture.ts';

const host = createNodeHost({ folders: [], starterFolder: 'public/starter' });
const chat = {
  // In Node transformers.js runs on the processor, and knows no wasm.
  engine: createLanguageModelChatEngine(host, (own, manifest, _, dtype) =>
    loadTransformersModel(own, manifest, 'cpu', dtype),
  ),
  choice: { model: BUILT_IN_CHAT_MODEL },
};
const analyze = (brief: string, image: string) =>
  analyzeContext(
    { brief, count: 2, timeoutMs: 120_000 },
    { image: findImageModel(image), chat },
    new AbortController().signal,
  );

it('lets the built-in guide write prompts', { timeout: 120_000 }, async () => {
  const { source, model, prompts } = await analyze(
    'Aquarell: eine Bäckerei in Lissabon',
    'nmkd/stable-diffusion-1.5-onnx-fp16',
  );
  expect({ source, model }).toEqual({ source: 'model', model: BUILT_IN_CHAT_MODEL });
  expect(new Set(prompts.map(({ prompt }) => prompt)).size).toBe(2);
  for (const { prompt } of prompts) {
    expect(prompt).toMatch(/^(?=.*bakery)(?=.*watercolour)/);
    expect(prompt).not.toMatch(/photo/);
  }
  const ocean = await analyze('things from the ocean', 'triptych/stickers');
  expect(ocean.source).toBe('model');
});
