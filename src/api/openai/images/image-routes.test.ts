import { describe, expect, it } from 'vitest';
import { inspectPicture } from '../../../engine/image-ops/inspect/inspect-picture.ts';
import { readParameters } from '../../../engine/images/metadata/image-metadata.ts';
import { encodePng } from '../../../engine/images/png.ts';
import { decodeBase64, encodeBase64 } from '../../base64.ts';
import { createFakeServices } from '../../fakes/fake-services.fixture.ts';
import { startFakeApi } from '../../fakes/ask.fixture.ts';
import { readEvents } from '../../fakes/read-events.fixture.ts';

async function paint(width: number, height: number, alpha = 255): Promise<Uint8Array<ArrayBuffer>> {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let at = 3; at < data.length / 2; at += 4) data[at] = alpha;
  return encodePng({ width, height, data });
}

const toFile = (bytes: Uint8Array<ArrayBuffer>) =>
  new File([bytes], 'picture.png', { type: 'image/png' });
const toUrl = (bytes: Uint8Array<ArrayBuffer>) => `data:image/png;base64,${encodeBase64(bytes)}`;

describe('POST /v1/images/generations', () => {
  it('draws n pictures, each with its seed', async () => {
    const { post, ended } = startFakeApi();
    const body = { prompt: 'a fox', n: 2, seed: 5, size: '64x32' };
    const answer = await (await post('/v1/images/generations', body)).json();
    expect(answer).toMatchObject({
      created: expect.any(Number),
      output_format: 'png',
      size: '64x32',
      data: [{ seed: 5 }, { seed: 6 }],
    });
    const bytes = decodeBase64(answer.data[1].b64_json, '');
    expect(inspectPicture(bytes)).toMatchObject({ kind: 'png', width: 64, height: 32 });
    expect((await readParameters(bytes))?.parameters).toMatchObject({ prompt: 'a fox', seed: 6 });
    expect(ended).toMatchObject([{ status: 200, model: 'triptych/stickers' }]);
  });

  it('passes diffusion’s own options on', async () => {
    const { post, record } = startFakeApi();
    await post('/v1/images/generations', {
      ...{ prompt: 'x', size: 'auto', num_inference_steps: 2, true_cfg_scale: 3 },
      ...{ scheduler: 'ddim', clip_skip: 1, quality: 'high' },
    });
    expect(record.images).toEqual([
      {
        model: 'triptych/stickers',
        prompt: 'x',
        ...{ numInferenceSteps: 2, guidanceScale: 3, scheduler: 'ddim', clipSkip: 1 },
      },
    ]);
  });

  it.each(['jpeg', 'webp'] as const)('writes %s that remembers', async (output_format) => {
    const { post } = startFakeApi();
    const body = { prompt: 'a fox', output_format, output_compression: 80 };
    const answer = await (await post('/v1/images/generations', body)).json();
    const bytes = decodeBase64(answer.data[0].b64_json, '');
    expect(inspectPicture(bytes).kind).toBe(output_format);
    expect((await readParameters(bytes))?.parameters.prompt).toBe('a fox');
  });

  it('answers with an address that can be fetched', async () => {
    const { post, api } = startFakeApi();
    const body = { prompt: 'a fox', response_format: 'url' };
    const answer = await (await post('/v1/images/generations', body)).json();
    const file = await api.request(answer.data[0].url);
    expect(file.headers.get('content-type')).toBe('image/png');
    expect(inspectPicture(new Uint8Array(await file.arrayBuffer())).kind).toBe('png');
    expect((await api.request('/files/unknown.png')).status).toBe(404);
  });

  it('answers with an address below the folder that clients find it in', async () => {
    const { post } = startFakeApi({ root: 'https://example.org/triptych/' });
    const body = { prompt: 'a fox', response_format: 'url' };
    const answer = await (await post('/v1/images/generations', body)).json();
    expect(answer.data[0].url).toMatch(/^https:\/\/example\.org\/triptych\/files\/[\w-]+\.png$/);
  });

  it('streams partial images, then the picture', async () => {
    const { post } = startFakeApi();
    const body = { prompt: 'a fox', stream: true, partial_images: 2 };
    const events = await readEvents(await post('/v1/images/generations', body));
    expect(events.map(({ event }) => event)).toEqual([
      'image_generation.partial_image',
      'image_generation.partial_image',
      'image_generation.completed',
    ]);
    expect(events.map(({ data }) => data)).toMatchObject([
      { type: 'image_generation.partial_image', partial_image_index: 0, size: '64x64' },
      { partial_image_index: 1 },
      { type: 'image_generation.completed', b64_json: expect.any(String), seed: 7 },
    ]);
  });

  it('says how much memory is missing', async () => {
    const { post } = startFakeApi();
    const response = await post('/v1/images/generations', { prompt: 'fail out_of_memory' });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      error: { code: 'GPU_OOM', details: { requestedBytes: 8e9, availableBytes: 2e9 } },
    });
  });

  it.each([
    [{}, 'prompt'],
    [{ prompt: 'x', n: 11 }, 'n'],
    [{ prompt: 'x', size: 'large' }, 'size'],
    [{ prompt: 'x', scheduler: 'nobody' }, 'scheduler'],
  ])('refuses %j', async (body, param) => {
    const response = await startFakeApi().post('/v1/images/generations', body);
    expect([response.status, (await response.json()).error.param]).toEqual([400, param]);
  });
});

describe('POST /v1/images/edits and /variations', () => {
  it('redraws where the mask of a form is transparent', async () => {
    const { post, record } = startFakeApi();
    const form = new FormData();
    form.set('prompt', 'a hat');
    form.set('n', '2');
    form.set('strength', '0.5');
    form.append('image[]', toFile(await paint(8, 4)));
    form.set('mask', toFile(await paint(8, 4, 0)));
    const response = await post('/v1/images/edits', form);
    expect((await response.json()).data).toHaveLength(2);
    const [request] = record.images;
    expect(request).toMatchObject({ prompt: 'a hat', n: 2, strength: 0.5, image: { width: 8 } });
    expect(request?.mask?.data.slice(15, 17)).toEqual(Uint8ClampedArray.of(255, 0));
  });

  it('takes data URLs as JSON, and streams', async () => {
    const { post } = startFakeApi();
    const images = [{ image_url: toUrl(await paint(8, 4)) }];
    const body = { prompt: 'x', images, stream: true };
    const events = await readEvents(await post('/v1/images/edits', body));
    expect(events).toMatchObject([{ event: 'image_edit.completed', data: { size: '8x4' } }]);
  });

  it('fetches pictures from addresses', async () => {
    const services = createFakeServices();
    services.fetchPicture = async (url) =>
      toFile(url.endsWith('mask.png') ? await paint(8, 4, 0) : await paint(8, 4));
    const { post, record } = startFakeApi({}, services);
    const [image, mask] = ['https://a.example/fox.png', 'https://a.example/mask.png'];
    const body = { prompt: 'x', image, mask: { image_url: mask } };
    expect((await post('/v1/images/edits', body)).status).toBe(200);
    expect(record.images).toMatchObject([{ image: { width: 8 }, mask: { width: 8 } }]);
    const form = new FormData();
    form.set('image', image);
    expect((await post('/v1/images/variations', form)).status).toBe(200);
  });

  it('varies a picture', async () => {
    const { post, record } = startFakeApi();
    const form = new FormData();
    form.set('image', toFile(await paint(8, 8)));
    expect((await post('/v1/images/variations', form)).status).toBe(200);
    expect(record.images).toMatchObject([{ prompt: '', image: { width: 8, height: 8 } }]);
  });

  it('refuses what is not a picture, and what nobody fetches', async () => {
    const { post } = startFakeApi();
    const code = async (body: object) =>
      (await (await post('/v1/images/edits', { prompt: 'x', ...body })).json()).error.code;
    expect(await code({})).toBe('invalid_request');
    expect(await code({ image: 'bm8gcGljdHVyZQ==' })).toBe('not_supported');
    expect(await code({ image: '%' })).toBe('invalid_request');
    expect(await code({ image: 'https://example.com/a.png' })).toBe('not_supported');
    const image = toUrl(await paint(8, 4));
    expect(await code({ image, mask: toUrl(await paint(4, 4)) })).toBe('invalid_request');
    expect(await code({ image: [image, image] })).toBe('not_supported');
  });
});
