import { expect, it, vi } from 'vitest';
import { testChatEngine } from './chat-engine.contract.ts';
import {
  createFakeHost,
  createFakeLanguageModel,
  FAKE_CONTEXT,
  type FakeLanguageModel,
} from './fake-language-model.fixture.ts';
import { createLanguageModelChatEngine } from './language-model-chat-engine.ts';

const signal = new AbortController().signal;

testChatEngine('A language model engine over a fake model', async () => ({
  engine: createLanguageModelChatEngine(createFakeHost(), async () => createFakeLanguageModel()),
  model: 'fake/model',
  contextLength: FAKE_CONTEXT,
}));

it('frees a model and its memory when another is requested', async () => {
  const models = new Map<string, FakeLanguageModel>();
  const engine = createLanguageModelChatEngine(createFakeHost(), async (_, { id }) => {
    const model = createFakeLanguageModel();
    models.set(id, model);
    return model;
  });
  for (const model of ['fake/one', 'fake/two']) {
    const request = { model, messages: [{ role: 'user' as const, content: 'hi' }], maxTokens: 2 };
    for await (const event of engine.generate(request, signal)) expect(event).toBeDefined();
  }
  expect(models.get('fake/one')).toMatchObject({ isDisposed: true, openSessions: 0 });
  expect(models.get('fake/two')).toMatchObject({ isDisposed: false, openSessions: 1 });
});

it('reports missing WebGPU only if it was requested', async () => {
  const engine = createLanguageModelChatEngine(createFakeHost(), async () =>
    createFakeLanguageModel(),
  );
  await expect(
    engine.load({ model: 'fake/model', device: 'webgpu' }, signal),
  ).rejects.toMatchObject({
    code: 'webgpu_unavailable',
  });
  await expect(engine.load({ model: 'fake/model' }, signal)).resolves.toMatchObject({
    device: 'wasm',
    dtype: 'q4',
  });
  await expect(engine.load({ model: 'fake/model', dtype: 'fp16' }, signal)).rejects.toMatchObject({
    code: 'not_supported',
  });
});

it('can be asked again after a failed load', async () => {
  const load = vi
    .fn()
    .mockRejectedValueOnce(new Error('no'))
    .mockResolvedValue(createFakeLanguageModel());
  const engine = createLanguageModelChatEngine(createFakeHost(), load);
  await expect(engine.load({ model: 'fake/model' }, signal)).rejects.toThrow('no');
  await expect(engine.load({ model: 'fake/model' }, signal)).resolves.toMatchObject({
    model: 'fake/model',
  });
});
