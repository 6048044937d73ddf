import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors.ts';
import { encodePng } from '../../../engine/images/png.ts';
import { encodeBase64 } from '../../base64.ts';
import { createApi } from '../../create-api.ts';
import type { ApiServices } from '../../services.ts';
import { createFakeServices, FAKE_CHAT, FAKE_EYES } from '../../fakes/fake-services.fixture.ts';

async function drawUrl(width: number, height: number): Promise<string> {
  const data = new Uint8ClampedArray(width * height * 4).fill(200);
  return `data:image/png;base64,${encodeBase64(await encodePng({ width, height, data }))}`;
}

function start(fetchPicture?: ApiServices['fetchPicture']) {
  const services = createFakeServices();
  if (fetchPicture) services.fetchPicture = fetchPicture;
  const api = createApi(services);
  const post = (path: string, body: object) =>
    api.request(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  const chat = (content: unknown, model = FAKE_EYES) =>
    post('/v1/chat/completions', { model, messages: [{ role: 'user', content }] });
  return { api, post, chat, record: services.record };
}

describe('pictures in messages', () => {
  it('reach the model as pixels, in their order, beside the text', async () => {
    const { chat, record } = start();
    const [small, wide] = [await drawUrl(2, 2), await drawUrl(4, 2)];
    const response = await chat([
      { type: 'image_url', image_url: { url: small, detail: 'low' } },
      { type: 'text', text: 'Which is wider?' },
      { type: 'image_url', image_url: { url: wide } },
    ]);
    expect(response.status).toBe(200);
    expect(record.chat[0]?.messages).toEqual([
      {
        role: 'user',
        content: 'Which is wider?',
        pictures: [
          expect.objectContaining({ width: 2, height: 2 }),
          expect.objectContaining({ width: 4, height: 2 }),
        ],
      },
    ]);
  });

  it('are scaled to what models look at', async () => {
    const { chat, record } = start();
    await chat([{ type: 'image_url', image_url: { url: await drawUrl(4096, 64) } }]);
    expect(record.chat[0]?.messages[0]).toMatchObject({ pictures: [{ width: 2048, height: 32 }] });
  });

  it('come by the newer form too', async () => {
    const { post, record } = start();
    const response = await post('/v1/responses', {
      model: FAKE_EYES,
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'What is this?' },
            { type: 'input_image', image_url: await drawUrl(3, 3), detail: 'auto' },
          ],
        },
      ],
    });
    expect(response.status).toBe(200);
    expect(record.chat[0]?.messages[0]).toMatchObject({
      content: 'What is this?',
      pictures: [{ width: 3, height: 3 }],
    });
  });

  it('are fetched from addresses, as many as a conversation may show', async () => {
    const asked: string[] = [];
    const file = await (await fetch(await drawUrl(5, 2))).blob();
    const { chat, record } = start(async (url) => {
      asked.push(url);
      return file;
    });
    const part = { type: 'image_url', image_url: { url: 'https://example.com/a.png' } };
    expect((await chat([part])).status).toBe(200);
    expect(record.chat[0]?.messages[0]).toMatchObject({ pictures: [{ width: 5, height: 2 }] });
    expect((await chat(Array.from({ length: 17 }, () => part))).status).toBe(400);
    expect(asked.length).toBe(17);
  });

  it('that cannot be fetched are refused by their place', async () => {
    const { chat } = start(() =>
      Promise.reject(new EngineError('invalid_request', 'The picture is away.')),
    );
    const text = { type: 'text', text: 'x' };
    const url = 'https://example.com/a.png';
    const response = await chat([text, { type: 'image_url', image_url: { url } }]);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: {
        code: 'invalid_request',
        message: 'messages.0.content.1: The picture is away.',
        param: 'messages.0.content.1',
      },
    });
  });

  it.each([
    ['that are none', 'data:image/png;base64,bm9uZQ==', 'not_supported'],
    ['whose data is not base64', 'data:image/png;base64,%%%', 'invalid_request'],
    ['at an address, where none are fetched', 'https://example.com/a.png', 'not_supported'],
  ])('%s are refused', async (_, url, code) => {
    const { chat } = start();
    const response = await chat([{ type: 'image_url', image_url: { url } }]);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code } });
  });

  it('need a model that takes them, as its capabilities say', async () => {
    const { api, chat } = start();
    const part = { type: 'image_url', image_url: { url: await drawUrl(2, 2) } };
    const refused = await chat([part], FAKE_CHAT);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      error: { code: 'not_supported', param: 'messages.0.content.0.type' },
    });
    const described = await api.request(`/v1/models/${FAKE_EYES}`);
    expect(await described.json()).toMatchObject({
      capabilities: expect.arrayContaining(['pictures']) as string[],
    });
  });
});
