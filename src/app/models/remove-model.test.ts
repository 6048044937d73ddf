import { expect, it } from 'vitest';
import { createObservable } from '../../engine-client/observable.ts';
import { BUILT_IN_CHAT_MODEL, BUILT_IN_SPEECH_MODEL } from '../../engine/models/catalog.ts';
import { removeModel } from './remove-model.ts';

function open(resident: { chat?: string; diffusion?: string; speech?: string }) {
  const done: string[] = [];
  const hold = (name: keyof typeof resident) => {
    const model = resident[name];
    return {
      resident: createObservable(model ? { model } : null),
      unload: () => void done.push(`unload ${name}`),
    };
  };
  const models = {
    discard: async (id: string) => void done.push(`discard ${id}`),
    remove: async (id: string) => void done.push(`remove ${id}`),
  };
  const chosen = {
    chatModel: 'a/chat',
    imageModel: 'a/image',
    speechModel: 'a/speech',
    change: (change: object) => void done.push(JSON.stringify(change)),
  };
  const engines = {
    chat: hold('chat'),
    diffusion: hold('diffusion'),
    speech: hold('speech'),
    models,
  };
  return {
    done,
    remove: (modelId: string) => removeModel(engines, chosen, { modelId, what: 'model' }),
    engines,
    chosen,
  };
}

it.each(['chat', 'diffusion', 'speech'] as const)(
  'a deleted model first leaves the memory of %s',
  async (name) => {
    const { done, remove } = open({
      chat: 'x/1',
      diffusion: 'x/2',
      speech: 'x/3',
      [name]: 'other/model',
    });
    await remove('other/model');
    expect(done).toEqual([`unload ${name}`, 'remove other/model']);
  },
);

it('the built-in model replaces it, and nothing else is unloaded', async () => {
  const { done, remove } = open({ speech: 'a/speech' });
  await remove('a/chat');
  expect(done).toEqual([JSON.stringify({ chatModel: BUILT_IN_CHAT_MODEL }), 'remove a/chat']);
  done.length = 0;
  await remove('a/speech');
  expect(done).toEqual([
    JSON.stringify({ speechModel: BUILT_IN_SPEECH_MODEL }),
    'unload speech',
    'remove a/speech',
  ]);
});

it('a discarded download unloads nothing', async () => {
  const { done, engines, chosen } = open({ chat: 'a/chat' });
  await removeModel(engines, chosen, { modelId: 'a/chat', what: 'download' });
  expect(done).toEqual(['discard a/chat']);
});
