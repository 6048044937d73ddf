import { expect, it } from 'vitest';
import { createApi } from '../../create-api.ts';
import { createFakeServices, FAKE_CHAT } from '../../fakes/fake-services.fixture.ts';

const api = createApi(createFakeServices());

it('lists the models that are here, and what each can do', async () => {
  const list = await (await api.request('/v1/models')).json();
  expect(list).toMatchObject({ object: 'list' });
  expect(list.data).toContainEqual({
    id: 'triptych/stickers',
    object: 'model',
    created: Date.UTC(2026, 0, 1) / 1000,
    owned_by: 'triptych',
    task: 'image',
    capabilities: expect.arrayContaining(['generations', 'edits', 'variations']),
    picture_size: { width: 256, height: 256, multiple_of: 256, is_fixed: true },
    home: 'local',
  });
});

it.each([FAKE_CHAT, encodeURIComponent(FAKE_CHAT)])('finds %s', async (id) => {
  expect(await (await api.request(`/v1/models/${id}`)).json()).toMatchObject({ id: FAKE_CHAT });
});

it('says which model is not here', async () => {
  const response = await api.request('/v1/models/no/where');
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ error: { code: 'model_not_found' } });
});
