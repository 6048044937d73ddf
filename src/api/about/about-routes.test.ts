import { expect, it } from 'vitest';
import { createApi } from '../create-api.ts';
import { createFakeServices } from '../fakes/fake-services.fixture.ts';

it('says how it is and what it can do', async () => {
  const services = createFakeServices();
  const api = createApi(services);
  expect(await (await api.request('/health')).json()).toEqual({
    status: 'ok',
    version: '1.2.3',
    home: 'server',
    engines: {
      chat: 'ready',
      images: 'idle',
      speech: 'idle',
      'image-ops': 'ready',
      embeddings: 'idle',
    },
  });
  expect(await (await api.request('/')).json()).toMatchObject({
    name: 'Triptych',
    home: 'server',
    capabilities: ['chat', 'image', 'speech'],
    routes: expect.arrayContaining(['POST /v1/chat/completions']),
  });
  services.engineStates = () => ({ ...createFakeServices().engineStates(), images: 'down' });
  expect(await (await api.request('/health')).json()).toMatchObject({ status: 'degraded' });
});

it('gives every answer an id: the client’s own, or a new one', async () => {
  const api = createApi(createFakeServices());
  const ask = async (id: string) =>
    (await api.request('/nowhere', { headers: { 'X-Request-Id': id } })).headers.get(
      'x-request-id',
    );
  expect(await ask('mine-1')).toBe('mine-1');
  expect(await ask('<not an id>')).toMatch(/^req_[\da-f]{32}$/);
});

it('writes errors in the words of the route', async () => {
  const response = await createApi(createFakeServices()).request('/nowhere');
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({
    error: 'There is no GET /nowhere.',
    code: 'route_not_found',
    details: {},
  });
});
