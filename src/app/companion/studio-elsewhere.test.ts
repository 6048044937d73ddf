import { expect, it } from 'vitest';
import { createModelsState } from '../../engine-client/models/models-state.ts';
import { createObservable } from '../../engine-client/observable.ts';
import { createStudioClient } from '../../engine-client/studio-client.ts';
import type { ChatEngine, ChatEvent } from '../../engine/chat/chat-engine.ts';
import type { ImageRequest } from '../../engine/diffusion/diffusion-engine.ts';
import { toCompanionId, type CompanionModel } from '../../engine/companion/companion-model.ts';
import { BUILT_IN_IMAGE_MODEL, CATALOG } from '../../engine/models/catalog.ts';
import { createFakeEngines } from '../../engine/studio/batch/fake-engines.fixture.ts';
import { createMemoryPictureCache } from '../../engine/studio/cache/picture-cache.ts';
import { createLocalStudio } from '../api/local-studio.ts';
import { findDrawingModel, listCompanionManifests } from './companion-manifests.ts';
import { routeChat, routeDrawing } from './route-work.ts';

const never = new AbortController().signal;
const COMMON = { capabilities: ['generations', 'negative_prompt'], home: 'local' };
const LLM: CompanionModel = {
  ...{ id: toCompanionId('big/llm'), name: 'big/llm', title: 'llm', task: 'chat' },
  ...COMMON,
};
const PAINTER: CompanionModel = {
  ...{ id: toCompanionId('big/painter'), name: 'big/painter', title: 'painter', task: 'image' },
  ...COMMON,
  pictureSize: { width: 768, height: 768, multipleOf: 32, isFixed: false },
};
const CHOSEN = { chatModel: LLM.id, imageModel: PAINTER.id };

/** A studio of a page with its built-in models, and with a companion; every call is written down. */
function open(models: readonly CompanionModel[] = [LLM, PAINTER]) {
  const asked: string[] = [];
  const { imageOps, diffusion } = createFakeEngines({ reach: async () => {} });
  const chatAt = (place: string): ChatEngine => ({
    load: () => Promise.reject(new Error('not used')),
    async *generate({ model }): AsyncGenerator<ChatEvent> {
      asked.push(`${place} reads with ${model}`);
      yield await Promise.resolve({ type: 'text-delta' as const, text: '{}', tokens: [] });
    },
  });
  const drawAt = (place: string) => ({
    generate(request: ImageRequest, signal: AbortSignal) {
      const { model, width, height, negativePrompt = '' } = request;
      asked.push(`${place} draws with ${model} ${width}x${height} ${negativePrompt}`.trim());
      return diffusion.generate(request, signal);
    },
  });
  const companion = {
    open: async () => ({
      use: async () => {},
      check: async () => {},
      chat: chatAt('companion'),
      diffusion: drawAt('companion'),
      speech: { synthesize: () => Promise.reject(new Error()) as never },
    }),
  };
  const here = CATALOG.filter(({ origin }) => origin === 'built-in');
  const installed = here.map((manifest) => ({
    ...{ manifest, dtypes: [], installedAt: 0, lastUsedAt: 0 },
  }));
  const studio = createStudioClient({
    chat: routeChat(chatAt('page'), companion),
    diffusion: routeDrawing(drawAt('page'), companion),
    imageOps,
    models: { readInstalled: async () => installed },
    device: createObservable(null),
    installBuiltIn: () => Promise.reject(new Error('not used')),
    openCache: async () => createMemoryPictureCache(1e6),
    listElsewhere: async () => listCompanionManifests({ models }, CHOSEN),
  });
  return { studio, asked };
}

const BRIEF = { brief: 'A poster for a bakery in Lisbon' };

it('reads a brief and draws on the companion where its models are chosen', async () => {
  const { studio, asked } = open();
  const request = { ...BRIEF, chatModel: LLM.id, imageModel: PAINTER.id };
  const { config } = await studio.analyzeContext(request, never);
  expect(config.model).toBe(PAINTER.id);
  expect([config.width % 32, config.height % 32]).toEqual([0, 0]);
  const sizes = [{ name: 'square', width: 300, height: 300 }];
  const batch = { prompt: 'Bread', negativePrompt: 'text', model: PAINTER.id, sizes, seed: 1 };
  const types: string[] = [];
  for await (const { type } of studio.generateBatch(batch, never)) types.push(type);
  expect(types.at(-1)).toBe('finish');
  expect(asked).toEqual([
    'companion reads with big/llm',
    'companion draws with big/painter 768x768 text',
  ]);
});

it('sends nothing there that was not chosen to be', async () => {
  const { studio, asked } = open();
  await studio.analyzeContext({ brief: 'a bakery' }, never);
  for await (const _ of studio.generatePicture({ prompt: 'Bread' }, never));
  expect(asked).toEqual([expect.stringContaining(`page draws with ${BUILT_IN_IMAGE_MODEL}`)]);
});

it('goes to a companion that has not been heard of yet, which says how it is', async () => {
  const { studio, asked } = open([]);
  for await (const _ of studio.generatePicture({ prompt: 'Bread', model: PAINTER.id }, never));
  expect(asked).toEqual([expect.stringContaining('companion draws with big/painter')]);
});

it('knows a model of the catalogue better than its server tells', () => {
  const id = 'nmkd/stable-diffusion-1.5-onnx-fp16';
  const state = createModelsState().getState();
  const here = findDrawingModel(state, { models: [] }, id);
  const there = findDrawingModel(state, { models: [] }, toCompanionId(id));
  expect(there).toMatchObject({ id: toCompanionId(id), pipeline: here?.pipeline });
  const unknown = findDrawingModel(state, { models: [] }, toCompanionId('some/painter'));
  expect(unknown?.pipeline.size).toMatchObject({ width: 1024, isFixed: false });
  expect(unknown?.capabilities.negativePrompt).toBe(false);
});

it('is the person’s own: whoever asks the page’s API is told that there is no such model', async () => {
  const { studio, asked } = open();
  const local = createLocalStudio(studio);
  const refused = { code: 'model_not_found', details: { param: 'model' } };
  await expect(local.analyzeContext({ ...BRIEF, chatModel: LLM.id }, never)).rejects.toMatchObject(
    refused,
  );
  const draw = async () => {
    for await (const _ of local.generatePicture({ prompt: 'Bread', model: PAINTER.id }, never));
  };
  await expect(draw()).rejects.toMatchObject(refused);
  expect(asked).toEqual([]);
});
