import { afterEach, expect, it, vi } from 'vitest';
import { encodeBase64 } from '../../src/api/base64.ts';
import { createApi } from '../../src/api/create-api.ts';
import { createFakeServices } from '../../src/api/fakes/fake-services.fixture.ts';
import { readEvents } from '../../src/api/fakes/read-events.fixture.ts';
import { readParameters } from '../../src/engine/images/metadata/image-metadata.ts';
import { encodePng } from '../../src/engine/images/png.ts';
import { startServer, type FakeServer } from '../upstreams/fake-upstream.fixture.ts';
import { parseUpstream } from '../upstreams/upstream-address.ts';
import { openSdapiUpstreams } from './sdapi-upstreams.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function paint(side: number, colour: number): Promise<string> {
  const data = new Uint8ClampedArray(side * side * 4).fill(colour);
  for (let at = 3; at < data.length; at += 4) data[at] = 255;
  return encodeBase64(await encodePng({ width: side, height: side, data }));
}

interface FakeSdapi extends FakeServer {
  interrupts: number;
}

/** Draws for `drawMs`, in four steps; an interrupt ends it at once, as in AUTOMATIC1111. */
async function startSdapi(drawMs = 0): Promise<FakeSdapi> {
  let interrupts = 0;
  let step = 0;
  let finish = () => {};
  const picture = await paint(64, 90);
  const preview = await paint(8, 30);
  const server = await startServer(undefined, async (path, body, response) => {
    const send = (value: unknown) => void response.end(JSON.stringify(value));
    if (path === '/sdapi/v1/sd-models')
      return send([{ title: 'dream.safetensors [abc]', model_name: 'dream', hash: 'abc' }]);
    if (path === '/sdapi/v1/memory') return send({ cuda: { system: { free: 6e9, total: 8e9 } } });
    if (path === '/sdapi/v1/progress') {
      step = Math.min(4, step + 1);
      const state = { sampling_step: step, sampling_steps: 4 };
      return send({ progress: step / 4, eta_relative: 1, state, current_image: preview });
    }
    if (path === '/sdapi/v1/interrupt') {
      interrupts += 1;
      finish();
      return send({});
    }
    if (!/^\/sdapi\/v1\/(txt|img)2img$/.test(path)) return void response.writeHead(404).end('{}');
    step = 0;
    await new Promise<void>((resolve) => {
      finish = resolve;
      setTimeout(resolve, drawMs);
    });
    const { seed } = body as { seed: number };
    const info = JSON.stringify({ seed, steps: 12, cfg_scale: 5, sampler_name: 'Euler a' });
    send({ images: [picture], info });
  });
  closers.push(server.kill);
  return Object.defineProperties(server as FakeSdapi, {
    interrupts: { get: () => interrupts },
  });
}

function openApi(servers: Record<string, FakeServer>) {
  const services = createFakeServices();
  const images = openSdapiUpstreams({
    upstreams: Object.entries(servers).map(([name, { url }]) =>
      parseUpstream(`${name}=sdapi+${url}`),
    ),
    decodePicture: services.decodePicture,
    maxSeconds: 20,
    pollMs: 20,
    log: () => {},
  });
  closers.push(images.end);
  const api = createApi({
    ...services,
    diffusion: images,
    listModels: async () => [...(await services.listModels()), ...(await images.listModels())],
  });
  const post = (path: string, body: object, init: RequestInit = {}) =>
    api.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...init,
    });
  return { api, images, post };
}

it('lists its models and draws with them, under the names of OpenAI', async () => {
  const forge = await startSdapi();
  const { api, post } = openApi({ forge });
  const listed = (await (await api.request('/v1/models/dream')).json()) as object;
  expect(listed).toMatchObject({ task: 'image', home: 'forge', owned_by: 'forge' });
  const response = await post('/v1/images/generations', {
    model: 'dream',
    ...{ prompt: 'a fox', negative_prompt: 'a dog', seed: 41, n: 2, size: '640x515' },
    ...{ scheduler: 'dpmpp-2m-karras', num_inference_steps: 12, guidance_scale: 5, clip_skip: 1 },
  });
  const { data } = (await response.json()) as { data: { b64_json: string }[] };
  expect(data).toHaveLength(2);
  const works = forge.requests.filter(({ path }) => path === '/sdapi/v1/txt2img');
  expect(works.map(({ body }) => body)).toMatchObject([
    {
      ...{ prompt: 'a fox', negative_prompt: 'a dog', seed: 41, steps: 12, cfg_scale: 5 },
      ...{ width: 640, height: 512, sampler_name: 'DPM++ 2M', scheduler: 'Karras' },
      override_settings: {
        sd_model_checkpoint: 'dream.safetensors [abc]',
        CLIP_stop_at_last_layers: 2,
      },
    },
    { seed: 42 },
  ]);
  const png = Uint8Array.from(atob(data[1]?.b64_json ?? ''), (letter) => letter.charCodeAt(0));
  expect((await readParameters(png))?.parameters).toMatchObject({ seed: 42, model: 'dream' });
});

it('draws a masked part of a picture: white there, black elsewhere', async () => {
  const forge = await startSdapi();
  const { images } = openApi({ forge });
  const side = 64;
  const image = { width: side, height: side, data: new Uint8ClampedArray(side * side * 4) };
  const mask = { width: side, height: side, data: new Uint8ClampedArray(side * side).fill(255) };
  await images.listModels();
  const request = { model: 'dream', prompt: 'a hat', image, mask, strength: 0.7 };
  const events = images.generate(request, new AbortController().signal);
  const types: string[] = [];
  for await (const { type } of events) types.push(type);
  expect(types.slice(-2)).toEqual(['image-end', 'finish']);
  const [work] = forge.requests.filter(({ path }) => path === '/sdapi/v1/img2img');
  expect(work?.body).toMatchObject({
    init_images: [encodeBase64(await encodePng(image))],
    mask: await paint(side, 255),
    ...{ denoising_strength: 0.7, inpainting_fill: 1, mask_blur: 0, width: side, height: side },
  });
});

it('tells of steps with previews while it draws', async () => {
  const { post } = openApi({ forge: await startSdapi(500) });
  const response = await post('/v1/images/generations', {
    ...{ model: 'dream', prompt: 'a fox', stream: true, partial_images: 2 },
  });
  const events = await readEvents(response);
  const names = events.map(({ event }) => event);
  expect(names.at(-1)).toBe('image_generation.completed');
  expect(names.filter((name) => name === 'image_generation.partial_image')).toHaveLength(2);
});

it('interrupts the server when the client leaves', async () => {
  const forge = await startSdapi(10_000);
  const { post } = openApi({ forge });
  const stop = new AbortController();
  const asked = post(
    '/v1/images/generations',
    { model: 'dream', prompt: 'a fox' },
    { signal: stop.signal },
  );
  await vi.waitFor(() =>
    expect(forge.requests.some(({ path }) => path === '/sdapi/v1/txt2img')).toBe(true),
  );
  stop.abort();
  expect((await asked).status).toBe(499);
  await vi.waitFor(() => expect(forge.interrupts).toBe(1));
});

it('has another server draw if the first one is dead', async () => {
  const first = await startSdapi();
  const second = await startSdapi();
  const { images, post } = openApi({ first, second });
  await images.listModels();
  first.kill();
  const response = await post('/v1/images/generations', { model: 'dream', prompt: 'a fox' });
  expect(response.status).toBe(200);
  expect(second.requests.some(({ path }) => path === '/sdapi/v1/txt2img')).toBe(true);
});
