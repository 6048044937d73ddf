import { expect, it } from 'vitest';
import {
  findSameModel,
  nameForPeople,
  readCompanionId,
  toCompanionId,
  type CompanionModel,
} from './companion-model.ts';

const model = (name: string): CompanionModel => ({
  id: toCompanionId(name),
  name,
  title: nameForPeople(name),
  task: 'chat',
  capabilities: [],
  home: 'local',
});

it('tells a model of the companion from one of the same name here', () => {
  expect(readCompanionId(toCompanionId('Qwen/Qwen3-8B'))).toBe('Qwen/Qwen3-8B');
  expect(readCompanionId('Qwen/Qwen3-8B')).toBeUndefined();
});

it.each([
  ['Qwen/Qwen3-8B', 'Qwen3-8B'],
  ['unsloth/gemma-3-4b-it-GGUF', 'gemma-3-4b-it'],
  ['Qwen/Qwen3-8B-GGUF:Qwen3-8B-Q4_K_M', 'Qwen3-8B-Q4_K_M'],
  ['llama3.2:latest', 'llama3.2'],
  ['llama3.2:3b', 'llama3.2:3b'],
])('%s is called %s', (name, title) => expect(nameForPeople(name)).toBe(title));

it('finds the same model in another build, and no other one', () => {
  const models = ['Qwen/Qwen3-8B-GGUF:Qwen3-8B-Q4_K_M', 'Qwen/Qwen3-4B'].map(model);
  const find = (repository: string, task = 'chat') =>
    findSameModel(models, { repository, task })?.name;
  expect(find('onnx-community/Qwen3-8B-ONNX')).toBe(models[0]?.name);
  expect(find('mlc-ai/Qwen3-8B-q4f16_1-MLC')).toBe(models[0]?.name);
  expect(find('Qwen/Qwen3-4B')).toBe('Qwen/Qwen3-4B');
  expect(find('onnx-community/Qwen3-14B-ONNX')).toBeUndefined();
  expect(find('onnx-community/Qwen3-8B-ONNX', 'image')).toBeUndefined();
});
