import { describe, expect, it } from 'vitest';
import { applyParameters, EMPTY_FORM, requestOfForm } from './image-form.ts';

const mine = {
  ...EMPTY_FORM,
  prompt: 'mine',
  negativePrompt: 'none',
  seed: 1,
  numInferenceSteps: 30,
};

describe('applyParameters', () => {
  const told = {
    prompt: 'theirs',
    seed: 9,
    scheduler: 'ddim',
    numInferenceSteps: 20,
    width: 512,
    height: 768,
  };

  it('takes everything the file has, and keeps the rest', () => {
    expect(applyParameters({ ...mine, guidanceScale: 4 }, told, 'all')).toEqual({
      ...mine,
      prompt: 'theirs',
      negativePrompt: '',
      seed: 9,
      isSeedLocked: true,
      scheduler: 'ddim',
      numInferenceSteps: 20,
      width: 512,
      height: 768,
      guidanceScale: 4,
    });
  });

  it('takes only what was requested', () => {
    expect(applyParameters(mine, told, 'prompt')).toEqual({
      ...mine,
      prompt: 'theirs',
      negativePrompt: '',
    });
    expect(applyParameters(mine, told, 'seed')).toEqual({ ...mine, seed: 9, isSeedLocked: true });
    expect(applyParameters(mine, {}, 'seed')).toEqual(mine);
  });

  it('leaves out an unknown sampler', () => {
    expect(
      applyParameters({ ...mine, scheduler: 'euler' }, { scheduler: 'Restart' }, 'all').scheduler,
    ).toBe('euler');
  });
});

it('asks for nothing the model decides', () => {
  expect(requestOfForm(EMPTY_FORM)).toEqual({ prompt: '', seed: 0, n: 1 });
});
