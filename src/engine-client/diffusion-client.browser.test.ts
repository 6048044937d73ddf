import { expect, it } from 'vitest';
import type { ImageEvent, ImageRequest } from '../engine/diffusion/diffusion-engine.ts';
import { BUILT_IN_IMAGE_MODEL, CATALOG } from '../engine/models/catalog.ts';
import { readParameters } from '../engine/images/metadata/image-metadata.ts';
import { createDeviceProbe } from './device.ts';
import { createDiffusionClient } from './diffusion-client.ts';
import { createModelsClient } from './models/models-client.ts';
import { createSiteStorage } from './site-storage.ts';

const url = (path: string) => new URL(path, location.href).href;
/** Without a hub: what is built in needs none. */
const models = createModelsClient(
  { starterUrl: url('/starter'), hubUrls: [] },
  createDeviceProbe(),
  createSiteStorage(),
);
const stickers = CATALOG.find(({ id }) => id === BUILT_IN_IMAGE_MODEL);
const client = createDiffusionClient();
const never = new AbortController().signal;

async function draw(request: Partial<ImageRequest>, signal = never): Promise<ImageEvent[]> {
  const events: ImageEvent[] = [];
  for await (const event of client.generate(
    { model: BUILT_IN_IMAGE_MODEL, prompt: 'a fox', device: 'wasm', ...request },
    signal,
  ))
    events.push(event);
  return events;
}

it('draws in the worker, from the store, and puts the parameters into the file', async () => {
  if (!stickers) throw new Error('no stickers');
  await models.download(stickers, 'q8');
  const events = await draw({ seed: 5, numInferenceSteps: 4, previewEveryMs: 0 });
  expect(events.map(({ type }) => type)).toEqual([
    'load-start',
    'load-end',
    'generation-start',
    ...Array.from({ length: 4 }, () => 'step-end'),
    'image-end',
    'finish',
  ]);
  expect(client.resident.getState()).toMatchObject({ model: BUILT_IN_IMAGE_MODEL, device: 'wasm' });
  const previews = events.flatMap((event) =>
    event.type === 'step-end' && event.preview ? [event.preview] : [],
  );
  expect(previews.map(({ width, height }) => [width, height])).toEqual(
    Array.from({ length: 3 }, () => [16, 16]),
  );
  const [picture] = events.flatMap((event) => (event.type === 'image-end' ? [event] : []));
  const bitmap = await createImageBitmap(
    new Blob([picture?.png ?? new Uint8Array()], { type: 'image/png' }),
  );
  expect([bitmap.width, bitmap.height]).toEqual([256, 256]);
  expect((await readParameters(picture?.png ?? new Uint8Array()))?.parameters).toMatchObject({
    seed: 5,
    prompt: 'a fox',
  });
});

it('stops within one step and keeps the model loaded', async () => {
  const stop = new AbortController();
  const seen: string[] = [];
  const drawing = (async () => {
    const request = {
      model: BUILT_IN_IMAGE_MODEL,
      prompt: 'a cat',
      device: 'wasm',
      numInferenceSteps: 200,
    } as const;
    for await (const event of client.generate(request, stop.signal)) {
      seen.push(event.type);
      if (event.type === 'step-end' && event.step === 2) stop.abort();
    }
  })();
  await expect(drawing).rejects.toMatchObject({ code: 'aborted' });
  expect(seen.filter((type) => type === 'step-end').length).toBeLessThanOrEqual(4);
  const again = await draw({ numInferenceSteps: 1 });
  expect(again.map(({ type }) => type)).not.toContain('load-start');
});

it('says what is wrong with a request', async () => {
  const mask = { width: 4, height: 4, data: new Uint8ClampedArray(16) };
  const image = { width: 8, height: 8, data: new Uint8ClampedArray(256) };
  for (const [request, code] of [
    [{ numInferenceSteps: 0 }, 'invalid_request'],
    [{ numInferenceSteps: 10_000 }, 'invalid_request'],
    [{ prompt: 'x'.repeat(100_000) }, 'invalid_request'],
    [{ image, mask }, 'invalid_request'],
    [{ mask }, 'invalid_request'],
    [{ width: 5000, height: 5000 }, 'invalid_request'],
    [{ guidanceScale: NaN }, 'invalid_request'],
    [{ model: 'nobody/nothing' }, 'model_not_installed'],
  ] as const)
    await expect(
      draw(request as Partial<ImageRequest>),
      JSON.stringify(request).slice(0, 60),
    ).rejects.toMatchObject({
      code,
    });
});

it('corrects a size the model cannot draw, and says so', async () => {
  const events = await draw({ width: 300, height: 256, numInferenceSteps: 1 });
  const start = events.find((event) => event.type === 'generation-start');
  expect(start).toMatchObject({ width: 256, height: 256 });
  expect(start?.type === 'generation-start' && start.corrections).toEqual([
    { field: 'width', asked: '300', used: '256', reason: 'the model draws only this size' },
  ]);
});
