import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectPicture } from '../engine/image-ops/inspect/inspect-picture.ts';
import { encodePng } from '../engine/images/png.ts';
import { STAGES } from '../engine/studio/stages/stages.ts';
import type { ApiUnderTest } from './api-under-test.fixture.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { readEvents } from './fakes/read-events.fixture.ts';

interface Asker {
  home(): ApiUnderTest;
  get(path: string): Promise<Response>;
  post(path: string, body: object, signal?: AbortSignal): Promise<Response>;
  /** The answer's JSON, after a check that all went well. */
  read(path: string, body?: object): Promise<Json>;
}

/** What a test reads is checked by what it expects. */
type Json = Awaited<ReturnType<Response['json']>>;

const kindOf = (base64: string) => inspectPicture(decodeBase64(base64, '')).kind;

async function paint(): Promise<string> {
  const data = new Uint8ClampedArray(64 * 64 * 4).fill(200);
  return encodeBase64(await encodePng({ width: 64, height: 64, data }));
}

/** A browser may have to start. */
const OPEN_WITHIN_MS = 120_000;
/** Models are loaded by the test that first needs them. */
const TEST_WITHIN_MS = 120_000;

/** What every home of the API must do, whatever its models. */
export function describeApi(name: string, open: () => Promise<ApiUnderTest>): void {
  describe(`the API of ${name}`, { timeout: TEST_WITHIN_MS }, () => {
    let home: ApiUnderTest;
    beforeAll(async () => void (home = await open()), OPEN_WITHIN_MS);
    afterAll(() => home.close?.());
    const asker: Asker = {
      home: () => home,
      get: (path) => home.fetch(`${home.origin}${path}`),
      post: (path, body, signal) =>
        home.fetch(`${home.origin}${path}`, {
          method: 'POST',
          ...(body instanceof FormData
            ? { body }
            : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
          ...(signal && { signal }),
        }),
      async read(path, body) {
        const response = await (body ? asker.post(path, body) : asker.get(path));
        expect(response.headers.get('x-request-id')).toBeTruthy();
        const json: Json = await response.json();
        expect(response.ok, JSON.stringify(json).slice(0, 500)).toBe(true);
        return json;
      },
    };
    describeModels(asker);
    describeChat(asker);
    describePictures(asker);
    describeSpeech(asker);
    describeStudio(asker);
    describeErrors(asker);
  });
}

function describeModels({ home, read }: Asker): void {
  it('says what it is and has', async () => {
    expect(await read('/health')).toMatchObject({ status: 'ok', engines: expect.any(Object) });
    expect(await read('/openapi.json')).toMatchObject({ openapi: '3.1.0' });
    const { data } = await read('/v1/models');
    const tasks = data.map(({ id, task }: Json) => [id, task]);
    expect(tasks).toEqual(
      expect.arrayContaining([
        [home().chat, 'chat'],
        [home().image, 'image'],
        [home().speech, 'speech'],
      ]),
    );
    expect(await read(`/v1/models/${home().chat}`)).toMatchObject({ object: 'model' });
  });
}

function describeChat({ home, post, read }: Asker): void {
  const ask = () => ({
    model: home().chat,
    messages: [{ role: 'user', content: 'Say hello.' }],
    temperature: 0,
    max_tokens: 24,
  });

  it('writes the same, whole and in pieces', async () => {
    const whole = await read('/v1/chat/completions', ask());
    expect(whole.choices[0].message.content).not.toBe('');
    const body = { ...ask(), stream: true, stream_options: { include_usage: true } };
    const events = await readEvents(await post('/v1/chat/completions', body));
    expect(events.at(-1)?.data).toBe('[DONE]');
    const chunks = events.slice(0, -1).map(({ data }) => data as Json);
    expect(chunks[0].choices[0].delta).toEqual({ role: 'assistant', content: '' });
    expect(chunks.at(-2).choices[0].finish_reason).toBe(whole.choices[0].finish_reason);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: whole.usage });
    const deltas = chunks.flatMap(({ choices }) => choices[0]?.delta.content ?? []);
    expect(deltas.join('')).toBe(whole.choices[0].message.content);
  });

  it('writes JSON of a schema', async () => {
    const schema = { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] };
    const format = { type: 'json_schema', json_schema: { name: 'answer', schema } };
    const { choices } = await read('/v1/chat/completions', { ...ask(), response_format: format });
    expect(JSON.parse(choices[0].message.content)).toMatchObject({ ok: expect.any(Boolean) });
  });

  it('answers in the newer form', async () => {
    const body = { model: home().chat, input: 'Say hello.', temperature: 0, max_output_tokens: 24 };
    const { output } = await read('/v1/responses', body);
    const events = await readEvents(await post('/v1/responses', { ...body, stream: true }));
    expect(events[0]?.event).toBe('response.created');
    expect(events.at(-1)?.event).toMatch(/^response\.(completed|incomplete)$/);
    const last = events.at(-1)?.data as Json;
    expect(last.response.output.at(-1).content).toEqual(output.at(-1).content);
  });

  it('stops when the client goes, and answers the next', async () => {
    const gone = new AbortController();
    const messages = [{ role: 'user', content: 'count to a thousand' }];
    const body = { ...ask(), messages, max_tokens: 1000, stream: true };
    const response = await post('/v1/chat/completions', body, gone.signal);
    await response.body?.getReader().read();
    gone.abort();
    const { countRunning } = home();
    if (countRunning) await expect.poll(countRunning).toBe(0);
    expect((await read('/v1/chat/completions', ask())).choices).toHaveLength(1);
  });
}

function describePictures({ home, get, post, read }: Asker): void {
  const draw = () => ({ model: home().image, prompt: 'a fox', seed: 4, num_inference_steps: 4 });

  it('draws the same for the same seed, and answers with an address', async () => {
    const [first, again] = [
      await read('/v1/images/generations', draw()),
      await read('/v1/images/generations', draw()),
    ];
    expect(kindOf(first.data[0].b64_json)).toBe('png');
    expect(again.data[0].b64_json).toBe(first.data[0].b64_json);
    const body = { ...draw(), response_format: 'url', output_format: 'webp' };
    const { data } = await read('/v1/images/generations', body);
    const file = await get(new URL(data[0].url).pathname);
    expect(inspectPicture(new Uint8Array(await file.arrayBuffer())).kind).toBe('webp');
  });

  it('streams a picture', async () => {
    const body = { ...draw(), stream: true, partial_images: 1 };
    const events = await readEvents(await post('/v1/images/generations', body));
    expect(events.at(-1)).toMatchObject({ event: 'image_generation.completed' });
  });

  it('edits and varies a picture', async ({ skip }) => {
    if (!home().canStartFromPictures) skip();
    const form = new FormData();
    const bytes = decodeBase64(await paint(), '');
    for (const [name, value] of Object.entries(draw())) form.set(name, String(value));
    form.set('image', new File([bytes], 'a.png', { type: 'image/png' }));
    for (const path of ['/v1/images/edits', '/v1/images/variations']) {
      const { data } = await (await post(path, form)).json();
      expect(kindOf(data[0].b64_json)).toBe('png');
    }
  });
}

function describeSpeech({ home, post, read }: Asker): void {
  it.for([
    ['mp3', 'audio/mpeg'],
    ['opus', 'audio/ogg'],
    ['flac', 'audio/flac'],
    ['wav', 'audio/wav'],
    ['pcm', 'audio/pcm'],
  ])('speaks %s', async ([response_format, type], { skip }) => {
    if (response_format === 'opus' && !home().canWriteOpus) skip();
    const body = { model: home().speech, voice: 'alloy', input: 'Hello there.', response_format };
    const response = await post('/v1/audio/speech', body);
    expect(response.headers.get('content-type')?.split(';')[0]).toBe(type);
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(500);
  });

  it('lists voices', async () => {
    const { voices } = await read('/v1/audio/voices');
    expect(voices.map(({ model }: Json) => model)).toContain(home().speech);
  });
}

function describeStudio({ home, get, post, read }: Asker): void {
  it('goes from a brief to a picture', async () => {
    const brief = 'A sticker with a fox for children';
    const asked = { brief, count: 1, imageModel: home().image, rulesOnly: true };
    const { config, prompts } = await read('/analyze-context', asked);
    const body = { ...config, ...prompts[0], numInferenceSteps: 4, format: 'webp' };
    const picture = await read('/generate', body);
    expect(picture).toMatchObject({ model: home().image, format: 'webp', cached: false });
    expect(picture.stages.map(({ name }: Json) => name)).toEqual([...STAGES]);
    expect(kindOf(picture.imageData)).toBe('webp');
  });

  it('runs a job, tells how far it is, and keeps the result', async () => {
    const body = { prompt: 'a fox', model: home().image, numInferenceSteps: 4 };
    const response = await post('/generate/async', body);
    expect(response.status).toBe(202);
    const { jobId } = await response.json();
    const events = await readEvents(await get(`/jobs/${jobId}/events`));
    expect(events[0]?.event).toBe('progress');
    expect(events.at(-1)?.event).toBe('completed');
    expect((await read(`/jobs/${jobId}`)).status).toBe('completed');
    expect(kindOf((await read(`/jobs/${jobId}/result`)).imageData)).toBe('png');
  });

  it('gives a job up', async () => {
    const body = { prompt: 'a fox', model: home().image, numInferenceSteps: 1000 };
    const { jobId } = await read('/generate/async', body);
    expect(await read(`/jobs/${jobId}/cancel`, {})).toEqual({ jobId, status: 'cancelled' });
    expect((await get(`/jobs/${jobId}/result`)).status).toBe(409);
  });

  it('makes sizes, and does operations', async () => {
    const sizes = [
      { name: 'wide', width: 96, height: 48 },
      { name: 'tall', width: 48, height: 96 },
    ];
    const body = { prompt: 'a fox', model: home().image, numInferenceSteps: 4, sizes };
    const { images } = await read('/generate/batch-sizes?wait=true', body);
    expect(images).toMatchObject({ wide: { width: 96, height: 48 }, tall: { width: 48 } });
    const imageData = images.wide.imageData;
    const processed = await read('/process', { imageData, operations: ['convert-webp'] });
    expect(kindOf(processed.imageData)).toBe('webp');
    const given = {
      imageData,
      sizes: [{ name: 'a', width: 20, height: 20 }],
      focalPoint: { x: 0, y: 0 },
    };
    expect(await read('/derivatives', given)).toMatchObject({
      derivatives: [{ name: 'a', width: 20, height: 20 }],
      focalPoint: { method: 'given' },
    });
  });
}

function describeErrors({ get, post }: Asker): void {
  it.each([
    ['/v1/chat/completions', {}, 400, 'invalid_request'],
    [
      '/v1/chat/completions',
      { model: 'gpt-none', messages: [{ role: 'user', content: 'x' }] },
      404,
      'model_not_found',
    ],
    ['/v1/audio/speech', { input: 'x', format: 'aac' }, 400, 'not_supported'],
    ['/generate', {}, 400, 'invalid_request'],
    ['/process', { imageData: 'bm8gcGljdHVyZQ==' }, 400, 'not_supported'],
  ])('%s with %j fails as it should', async (path, body, status, code) => {
    const response = await post(path, body);
    expect(response.status).toBe(status);
    const json: Json = await response.json();
    expect(path.startsWith('/v1/') ? json.error.code : json.code).toBe(code);
  });

  it('knows no other routes', async () => {
    expect((await get('/v1/nothing')).status).toBe(404);
    expect((await get('/jobs/nobody')).status).toBe(404);
  });
}
