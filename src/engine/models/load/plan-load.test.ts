import { expect, it } from 'vitest';
import { createFakeHost } from '../../chat/fake-language-model.fixture.ts';
import { planLoad } from './plan-load.ts';

function openHost() {
  const used: string[] = [];
  return { ...createFakeHost(), used, noteUse: (id: string) => void used.push(id) };
}

it('notes that the model is used', async () => {
  const host = openHost();
  await expect(planLoad(host, { model: 'fake/model' }, 'chat')).resolves.toMatchObject({
    device: 'wasm',
    dtype: 'q4',
  });
  expect(host.used).toEqual(['fake/model']);
});

it('notes nothing where the model cannot be used', async () => {
  const host = openHost();
  for (const [choice, task, code] of [
    [{ model: 'nobody/nothing' }, 'chat', 'model_not_installed'],
    [{ model: 'fake/model' }, 'image', 'not_supported'],
    [{ model: 'fake/model', dtype: 'q8' }, 'chat', 'not_supported'],
    [{ model: 'fake/model', device: 'webgpu' }, 'chat', 'webgpu_unavailable'],
  ] as const)
    await expect(planLoad(host, choice, task)).rejects.toMatchObject({ code });
  expect(host.used).toEqual([]);
});
