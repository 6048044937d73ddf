import { expect, it } from 'vitest';
import { describeRun } from './describe-run.ts';
import type { ImageJob } from '../image-job.ts';
import type { ImageProgress } from './image-run.ts';

const common = { id: 'a', order: 1, model: 'tiny' };
const source = { file: new Blob() };
const draw: ImageJob = {
  ...common,
  task: { kind: 'draw', request: { prompt: 'a cat', seed: 1, n: 1 } },
};
const parameters = {
  prompt: 'a cat',
  seed: 1,
  numInferenceSteps: 1,
  guidanceScale: 1,
  scheduler: 'euler',
  width: 8,
  height: 8,
  model: 'tiny',
};
const upscale: ImageJob = { ...common, source, task: { kind: 'upscale', factor: 2, parameters } };
const begun: ImageProgress = { image: 0, n: 1, step: 0, of: 0, secondsLeft: 0, preview: null };

it.each([
  ['from words', draw, 'Reading the prompt'],
  ['from a picture', { ...draw, source }, 'Reading the prompt and the picture'],
  ['upscaling', upscale, 'Reading the picture'],
])('reports loading before the first step: %s', (_, job, said) => {
  for (const progress of [null, begun])
    expect(describeRun({ status: 'drawing', job, progress }, undefined)).toBe(said);
});

it('counts steps when drawing and tiles when upscaling', () => {
  const progress = { ...begun, step: 3, of: 9, secondsLeft: 70 };
  expect(describeRun({ status: 'drawing', job: draw, progress }, undefined)).toMatch(
    /^Step 3 of 9 · .* left$/,
  );
  expect(describeRun({ status: 'drawing', job: upscale, progress }, undefined)).toMatch(
    /^Tile 3 of 9/,
  );
});
