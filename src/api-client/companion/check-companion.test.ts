import { expect, it } from 'vitest';
import { startFakeApi } from '../../api/fakes/ask.fixture.ts';
import { createFakeServices } from '../../api/fakes/fake-services.fixture.ts';
import { CATALOG } from '../../engine/models/catalog.ts';
import type { ModelManifest } from '../../engine/models/manifest.ts';
import { checkCompanion } from './check-companion.ts';

const never = new AbortController().signal;

function check(answer: (request: Request) => Response | Promise<Response>, apiKey?: string) {
  const address = {
    origin: 'http://companion.test',
    ...(apiKey && { apiKey }),
    fetch: async (input: RequestInfo | URL, init?: RequestInit) => answer(new Request(input, init)),
  };
  return checkCompanion(address, never);
}

it('finds the models that are not in the page anyway', async () => {
  const found = await check((request) => startFakeApi().api.fetch(request));
  expect(found).toMatchObject({
    type: 'found',
    version: '1.2.3',
    models: [
      {
        id: 'companion:fake/chat',
        name: 'fake/chat',
        title: 'chat',
        task: 'chat',
        home: 'local',
        contextLength: expect.any(Number),
      },
      { name: 'fake/eyes', capabilities: expect.arrayContaining(['pictures']) },
    ],
  });
});

/** A companion that also has these models of the catalogue. */
function withModels(...ids: string[]) {
  const services = createFakeServices();
  const { listModels } = services;
  const manifests = ids.map((id) => CATALOG.find((each) => each.id === id) as ModelManifest);
  services.listModels = async () => [
    ...(await listModels()),
    ...manifests.map((manifest) => ({ manifest, home: 'local', installedAt: 0 })),
  ];
  return startFakeApi({}, services).api;
}

const KOKORO = 'onnx-community/Kokoro-82M-v1.0-ONNX';
const PAINTER = 'nmkd/stable-diffusion-1.5-onnx-fp16';

it('knows the voices of models that speak, and the sizes of those that draw', async () => {
  const api = withModels(KOKORO, PAINTER);
  const found = await check((request) => api.fetch(request));
  const models = found.type === 'found' ? found.models : [];
  const kokoro = models.find(({ name }) => name === KOKORO);
  expect(kokoro).toMatchObject({ task: 'speech', capabilities: ['speech', 'voice_mix'] });
  expect(kokoro?.voices?.[0]).toMatchObject({
    id: 'af_heart',
    language: 'en-us',
    gender: 'female',
  });
  const painter = models.find(({ name }) => name === PAINTER);
  expect(painter?.pictureSize).toMatchObject({ width: 512, height: 512, isFixed: false });
});

it('takes a model without a list of voices for one that has its own', async () => {
  const api = withModels(KOKORO);
  const found = await check((request) =>
    request.url.endsWith('/voices') ? new Response('', { status: 404 }) : api.fetch(request),
  );
  expect(found).toMatchObject({ models: [{}, {}, { name: KOKORO, voices: [] }] });
});

const openAi = (code: string, status: number) => (request: Request) =>
  request.url.endsWith('/health')
    ? startFakeApi().api.fetch(request)
    : Response.json({ error: { message: 'No.', code } }, { status });
const tab = startFakeApi({}, { ...createFakeServices(), home: 'tab' }).api;

it.each([
  ['key-missing', openAi('invalid_api_key', 401), undefined],
  ['key-refused', openAi('invalid_api_key', 401), 'wrong'],
  [
    'page-refused',
    () => Response.json({ error: 'No.', code: 'host_not_allowed', details: {} }, { status: 403 }),
    undefined,
  ],
  ['not-a-companion', () => new Response('Ollama is running'), undefined],
  ['not-a-companion', () => new Response('Not found', { status: 404 }), undefined],
  ['unreachable', () => new Response('Bad gateway', { status: 502 }), undefined],
  [
    'unreachable',
    () => {
      throw new TypeError('Failed to fetch');
    },
    undefined,
  ],
  ['a-tab', (request: Request) => tab.fetch(request), undefined],
] as const)('says what is wrong: %s', async (problem, answer, key) => {
  expect(await check(answer, key)).toEqual({ type: 'problem', problem });
});

it('can be told to stop', async () => {
  const address = { origin: 'http://companion.test', fetch: () => new Promise<never>(() => {}) };
  const asked = checkCompanion(
    { ...address, fetch: async (_input, init) => Promise.reject(init?.signal?.reason) },
    AbortSignal.abort(),
  );
  await expect(asked).rejects.toMatchObject({ code: 'aborted' });
});
