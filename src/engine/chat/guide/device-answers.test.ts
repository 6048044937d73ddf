import { describe, expect, it } from 'vitest';
import { answerFromFacts } from './device-answers.ts';
import { guideTexts } from './guide-texts.ts';

const laptop = {
  gpu: 'Radeon 780M',
  hasWebGpu: true,
  hasF16: false,
  memoryGb: 8,
  freeStorageGb: 40.7,
  isOnline: true,
};

describe('answerFromFacts', () => {
  it.each([
    [
      'which-chat-model',
      'With 8 GB of memory, take a chat model of 1 to 1.5 billion parameters in 4-bit, about 1 GB. Your GPU has no f16, so take a q4 build.',
    ],
    [
      'which-image-model',
      'With 8 GB of memory, take a small one-step image model, about 1 GB. Your GPU has no f16, so take a q4 build.',
    ],
    ['my-f16', 'No, there is no f16 on this device. q4 builds work, a bit slower.'],
    [
      'my-storage',
      'There are 40 GB free for this browser. **Models** shows what each model takes.',
    ],
    ['my-connection', 'You are online.'],
    [
      'my-device',
      'You have the GPU Radeon 780M, WebGPU, no f16 and 8 GB of memory. **Models** marks every model that fits.',
    ],
  ])('%s', (id, answer) => {
    expect(guideTexts.map((text) => text.id)).toContain(id);
    expect(answerFromFacts(id, laptop)).toBe(answer);
  });

  it('leaves it to the text if the facts are not enough', () => {
    for (const { id } of guideTexts) expect(answerFromFacts(id, {}), id).toBeUndefined();
    expect(answerFromFacts('privacy', laptop)).toBeUndefined();
  });

  it('recommends by memory', () => {
    const sizes = [2, 4, 6, 16, 64].map(
      (memoryGb) =>
        /of (half a|[\d.]+( to [\d.]+)?) billion/.exec(
          answerFromFacts('which-chat-model', { memoryGb }) ?? '',
        )?.[1],
    );
    expect(sizes).toEqual(['half a', 'half a', '1 to 1.5', '3', '7 to 8']);
    expect(answerFromFacts('which-chat-model', { hasWebGpu: false, memoryGb: 64 })).toMatch(
      /^Without WebGPU/,
    );
  });
});
