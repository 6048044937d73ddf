import { describe, expect, it } from 'vitest';
import { createComputeHost } from '../../../e2e/fixtures/compute-host.ts';
import type { PixelImage } from '../images/pixel-image.ts';
import { BUILT_IN_IMAGE_MODEL } from '../models/catalog.ts';
import type { ImageEvent, ImageRequest } from './diffusion-engine.ts';
import { createDiffusionEngine } from './pipeline-diffusion-engine.ts';

const engine = createDiffusionEngine(createComputeHost());

async function draw(request: Partial<ImageRequest>, on = engine): Promise<ImageEvent[]> {
  const events: ImageEvent[] = [];
  const whole = {
    model: BUILT_IN_IMAGE_MODEL,
    prompt: 'a fox',
    device: 'wasm',
    numInferenceSteps: 1,
    ...request,
  } as const;
  for await (const event of on.generate(whole, new AbortController().signal)) events.push(event);
  return events;
}

const picture = (width: number, height: number): PixelImage => ({
  width,
  height,
  data: new Uint8ClampedArray(width * height * 4).fill(128),
});
const mask = (width: number, height: number) => ({
  width,
  height,
  data: new Uint8ClampedArray(width * height).fill(255),
});

describe('impossible requests are coded errors that say what to do', { timeout: 60_000 }, () => {
  it.each<[string, Partial<ImageRequest>, RegExp]>([
    ['no steps', { numInferenceSteps: 0 }, /Steps must be a whole number from 1 to 1000, not 0/],
    ['10,000 steps', { numInferenceSteps: 10_000 }, /not 10000/],
    ['half a step', { numInferenceSteps: 1.5 }, /whole number/],
    ['a guidance of nothing', { guidanceScale: Number.NaN }, /Guidance must be from 0 to 50/],
    ['a seed below zero', { seed: -1 }, /seed/],
    ['65 pictures', { n: 65 }, /number of pictures/],
    [
      'a prompt of 100,000 characters',
      { prompt: 'x'.repeat(100_000) },
      /100000 characters; the limit is 10000/,
    ],
    ['a mask without a picture', { mask: mask(4, 4) }, /needs a picture/],
    [
      'a mask of another size',
      { image: picture(64, 64), mask: mask(32, 64) },
      /mask is 32 × 64.*picture is 64 × 64/,
    ],
    [
      'a margin below zero',
      { image: picture(8, 8), outpaint: { left: -1, top: 0, right: 0, bottom: 0 } },
      /Margins/,
    ],
    ['a huge picture', { width: 20_000, height: 20_000 }, /too large/],
    ['a picture of no width', { width: 0, height: 64 }, /cannot be 0 × 64/],
    ['a sampler of another kind', { scheduler: 'ddim' }, /cannot run this model/],
    ['noise of another size', { noise: new Float32Array(5) }, /noise has 5 numbers/],
    ['a broken scheduler', { schedulerConfig: { _class_name: 7 } }, /scheduler configuration/],
  ])('%s', async (_name, request, message) => {
    await expect(draw(request)).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringMatching(message),
    });
  });

  it('NaN results, which would be a black picture', async () => {
    const noise = new Float32Array(12 * 16 * 16).fill(Number.NaN);
    await expect(draw({ noise })).rejects.toMatchObject({ code: 'invalid_output' });
  });

  it('a missing model, and one that cannot draw', async () => {
    await expect(draw({ model: 'nobody/nothing' })).rejects.toMatchObject({
      code: 'model_not_installed',
    });
    await expect(draw({ model: 'triptych/guide' })).rejects.toMatchObject({
      code: 'not_supported',
    });
  });

  it.each([
    ['is gone', null],
    ['is broken', new Uint8Array(100).fill(7)],
  ])('a graph that %s', async (_name, bytes) => {
    const broken = createDiffusionEngine(createComputeHost({ 'unet/model.onnx': bytes }));
    await expect(draw({}, broken)).rejects.toMatchObject({ code: 'weights_damaged' });
  });
});

it('corrects a size the model cannot draw, and says so', { timeout: 60_000 }, async () => {
  const events = await draw({ width: 300, height: 517 });
  const [start] = events.filter((event) => event.type === 'generation-start');
  expect(start).toMatchObject({ width: 256, height: 256 });
  expect(start?.corrections).toMatchObject([
    { field: 'width', asked: '300', used: '256' },
    { field: 'height', asked: '517', used: '256' },
  ]);
});

it('draws after a request that failed', { timeout: 60_000 }, async () => {
  await expect(draw({ numInferenceSteps: 0 })).rejects.toThrow();
  expect((await draw({ seed: 1 })).some(({ type }) => type === 'image-end')).toBe(true);
});
