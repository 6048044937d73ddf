import { describe, expect, it } from 'vitest';
import { nextTask } from '../../engine/next-task.ts';
import { inspectPicture } from '../../engine/image-ops/inspect/inspect-picture.ts';
import { encodePng } from '../../engine/images/png.ts';
import { createMemoryPictureCache } from '../../engine/studio/cache/picture-cache.ts';
import { createStudioEngine } from '../../engine/studio/create-studio-engine.ts';
import { STAGES } from '../../engine/studio/stages/stages.ts';
import { decodeBase64, encodeBase64 } from '../base64.ts';
import { createFakeServices } from '../fakes/fake-services.fixture.ts';
import { startFakeApi } from '../fakes/ask.fixture.ts';
import { readEvents } from '../fakes/read-events.fixture.ts';

async function paint(width: number, height: number): Promise<Uint8Array<ArrayBuffer>> {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  return encodePng({ width, height, data });
}
const kindOf = (base64: string) => inspectPicture(decodeBase64(base64, '')).kind;

describe('POST /analyze-context', () => {
  it('gives what /generate takes', async () => {
    const { post } = startFakeApi();
    const body = {
      brief: 'Banner para uma padaria em Lisboa',
      count: 2,
      filters: { mood: 'calm' },
    };
    const analysis = await (await post('/analyze-context', body)).json();
    expect(analysis).toMatchObject({
      classification: { culture: 'Portugal', locale: 'pt-PT', mood: 'calm', category: 'food' },
      source: 'rules',
      ms: expect.any(Number),
    });
    expect(analysis.prompts).toHaveLength(2);
    const { config, prompts } = analysis;
    const made = await post('/generate', { ...config, ...prompts[0] });
    expect(made.status).toBe(200);
    expect((await made.json()).model).toBe(config.model);
  });

  it('refuses an empty brief in the studio’s words', async () => {
    const response = await startFakeApi().post('/analyze-context', { brief: '  ' });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      error: expect.stringContaining('empty'),
      code: 'invalid_request',
      details: {},
    });
  });
});

describe('POST /generate', () => {
  it('makes a picture in seven stages', async () => {
    const { post } = startFakeApi();
    const sizes = [{ name: 'card', width: 20, height: 10 }];
    const answer = await (
      await post('/generate', {
        ...{ prompt: 'a fox', seed: 3, width: 64, height: 64, format: 'webp' },
        process: ['sanitize', { op: 'derivatives', options: { sizes } }],
      })
    ).json();
    expect(answer).toMatchObject({
      ...{ format: 'webp', width: 64, height: 64, seed: 3, model: 'triptych/stickers' },
      cached: false,
      derivatives: [{ name: 'card', width: 20, height: 10, format: 'webp' }],
      metadata: { prompt: 'a fox', seed: 3 },
    });
    expect(answer.stages.map(({ name }: { name: string }) => name)).toEqual([...STAGES]);
    expect(kindOf(answer.imageData)).toBe('webp');
  });

  it('leaves processing out', async () => {
    const { post } = startFakeApi();
    const body = { prompt: 'x', process: ['convert-webp'], skip_processing: true };
    expect((await (await post('/generate', body)).json()).format).toBe('png');
  });

  it.each([
    [{ prompt: 'fail out_of_memory' }, 503, 'GPU_OOM', { requestedBytes: 8e9, stage: 'diffuse' }],
    [{ prompt: 'x', model: 'no/model' }, 404, 'model_not_installed', { model: 'no/model' }],
    [{ prompt: 'x', process: ['fold'] }, 400, 'invalid_request', {}],
    [{ prompt: '' }, 400, 'invalid_request', { param: 'prompt' }],
  ])('%j fails', async (body, status, code, details) => {
    const response = await startFakeApi().post('/generate', body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code, details, error: expect.any(String) });
  });

  it('stops when the client goes', async () => {
    const { post, record } = startFakeApi();
    const gone = new AbortController();
    const body = { prompt: 'x', numInferenceSteps: 1000 };
    const asked = post('/generate', body, { signal: gone.signal });
    while (record.steps === 0) await nextTask();
    gone.abort();
    expect((await asked).status).toBe(499);
    expect(record.running).toBe(0);
  });
});

describe('the same request', () => {
  /** The fakes behind the true studio, with a cache. */
  function startCaching() {
    const services = createFakeServices();
    const listInstalled = async () => (await services.listModels()).map(({ manifest }) => manifest);
    const cache = createMemoryPictureCache(1e8);
    services.studio = createStudioEngine({ ...services, listInstalled, cache });
    return startFakeApi({}, services);
  }
  const sizes = [{ name: 'card', width: 40, height: 20 }];

  it.each([
    ['/generate', { prompt: 'a fox', seed: 3, width: 64, height: 64 }],
    ['/generate/batch-sizes?wait=true', { prompt: 'a fox', seed: 3, sizes }],
  ])('to %s is answered as it was before, and drawn again on demand', async (path, body) => {
    const { post } = startCaching();
    const ask = async (more = {}) => (await post(path, { ...body, ...more })).json();
    const first = await ask();
    expect(first.cached).toBe(false);
    expect(await ask({ priority: 'high' })).toEqual({ ...first, cached: true });
    expect(await ask({ seed: 4 })).toMatchObject({ cached: false, seed: 4 });
    expect(await ask({ drawAgain: true })).toMatchObject({ cached: false, seed: 3 });
  });
});

describe('jobs', () => {
  it('make a picture: 202, events, result', async () => {
    const { post, api } = startFakeApi();
    const response = await post('/generate/async', {
      prompt: 'a fox',
      seed: 1,
      width: 64,
      height: 64,
    });
    expect(response.status).toBe(202);
    const { jobId, status, position } = await response.json();
    expect([status, position]).toEqual(['queued', 1]);
    const early = await api.request(`/jobs/${jobId}/result`);
    expect([early.status, (await early.json()).code]).toEqual([409, 'result_not_ready']);

    const events = await readEvents(await api.request(`/jobs/${jobId}/events`));
    expect(events.at(-1)).toMatchObject({ event: 'completed', data: { jobId } });
    const stages = events.flatMap(({ data }) => (data as { stage?: string }).stage ?? []);
    expect([...new Set(stages)]).toEqual(['select-model', 'diffuse', 'output']);

    const headers = { 'Last-Event-ID': events.at(-2)?.id ?? '' };
    const rest = await readEvents(await api.request(`/jobs/${jobId}/events`, { headers }));
    expect(rest).toEqual(events.slice(-1));
    expect(await (await api.request(`/jobs/${jobId}/result`)).json()).toMatchObject({ seed: 1 });
    expect(await (await api.request('/jobs?status=completed')).json()).toMatchObject({
      jobs: [{ jobId, kind: 'generate', attempts: 1, endedAt: expect.any(String) }],
    });
  });

  it('are cancelled while they run and while they wait', async () => {
    const { post, api, record } = startFakeApi();
    const body = { prompt: 'x', numInferenceSteps: 1000 };
    const [first, second] = await Promise.all(
      [1, 2].map(async () => (await (await post('/generate/async', body)).json()).jobId as string),
    );
    for (const id of [second, first]) {
      const cancelled = await api.request(`/jobs/${id}/cancel`, { method: 'POST' });
      expect(await cancelled.json()).toEqual({ jobId: id, status: 'cancelled' });
    }
    const result = await api.request(`/jobs/${first}/result`);
    expect([result.status, (await result.json()).code]).toEqual([409, 'job_cancelled']);
    await expect.poll(() => record.running).toBe(0);
  });

  it('keep why they failed', async () => {
    const { post, api } = startFakeApi();
    const { jobId } = await (
      await post('/generate/async', { prompt: 'fail out_of_memory' })
    ).json();
    const events = await readEvents(await api.request(`/jobs/${jobId}/events`));
    expect(events.at(-1)).toMatchObject({ event: 'failed', data: { code: 'GPU_OOM' } });
    const result = await api.request(`/jobs/${jobId}/result`);
    expect([result.status, (await result.json()).code]).toEqual([409, 'GPU_OOM']);
  });

  it('are refused with Retry-After when too many wait', async () => {
    const { createMemoryJobDesk } = await import('../jobs/memory-job-desk.ts');
    const jobs = createMemoryJobDesk(() => new Promise(() => undefined), { maxWaiting: 0 });
    const response = await startFakeApi({ jobs }).post('/generate/async', { prompt: 'x' });
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await response.json()).toMatchObject({ code: 'queue_full' });
  });

  it('are unknown by other ids', async () => {
    const { api } = startFakeApi();
    for (const path of ['', '/result', '/events'])
      expect((await api.request(`/jobs/nobody${path}`)).status).toBe(404);
    expect((await api.request('/jobs?limit=0')).status).toBe(400);
  });
});

describe('POST /generate/batch-sizes', () => {
  const sizes = [
    { name: 'wide', width: 48, height: 24 },
    { name: 'tall', width: 24, height: 48 },
  ];

  it('waits for all sizes', async () => {
    const { post } = startFakeApi();
    const body = { brief: 'a poster with a fox', sizes, seed: 9, format: 'webp' };
    const answer = await (await post('/generate/batch-sizes?wait=true', body)).json();
    expect(answer).toMatchObject({
      images: {
        wide: { width: 48, height: 24, base: 0, crop: expect.any(Object), format: 'webp' },
        tall: { width: 24, height: 48, focalPoint: { method: expect.any(String) } },
      },
      bases_generated: 1,
      seed: 9,
      prompt: expect.any(String),
    });
    expect(answer.stages.map(({ name }: { name: string }) => name)).toEqual([...STAGES]);
    expect(kindOf(answer.images.wide.imageData)).toBe('webp');
  });

  it('answers at once otherwise', async () => {
    const { post, api } = startFakeApi();
    const response = await post('/generate/batch-sizes', { prompt: 'x', sizes: ['avatar'] });
    expect(response.status).toBe(202);
    const { jobId, job_id, status } = await response.json();
    expect([jobId, status]).toEqual([job_id, 'queued']);
    await api.request(`/jobs/${jobId}/cancel`, { method: 'POST' });
  });

  it('refuses what would take gigabytes', async () => {
    const huge = [1, 2, 3].map((name) => ({ name: String(name), width: 8000, height: 8000 }));
    for (const [path, body] of [
      ['/generate/batch-sizes', { prompt: 'x', sizes: huge }],
      ['/derivatives', { image: encodeBase64(await paint(4, 4)), sizes: huge }],
    ] as const) {
      const response = await startFakeApi().post(path, body);
      expect([response.status, (await response.json()).code]).toEqual([413, 'limit_exceeded']);
    }
  });

  it.each([
    [{ sizes }],
    [{ prompt: 'x', brief: 'y', sizes }],
    [{ prompt: 'x', sizes: [] }],
    [{ prompt: 'x', sizes: ['poster'] }],
  ])('refuses %j', async (body) => {
    expect((await startFakeApi().post('/generate/batch-sizes', body)).status).toBe(400);
  });
});

describe('POST /process and /derivatives', () => {
  it('does operations, and makes sizes of the result', async () => {
    const { post } = startFakeApi();
    const answer = await (
      await post('/process', {
        imageData: encodeBase64(await paint(40, 20)),
        operations: ['sanitize', 'convert-webp', 'derivatives'],
        options: { derivatives: { sizes: [{ name: 'small', width: 10, height: 10 }] } },
      })
    ).json();
    expect(answer).toMatchObject({
      ...{ format: 'webp', width: 40, height: 20, bytes: expect.any(Number) },
      derivatives: [{ name: 'small', width: 10, height: 10, crop: { height: 20 } }],
      metadata: { focalPoint: { method: expect.any(String) } },
    });
    expect(kindOf(answer.imageData)).toBe('webp');
  });

  it('takes a form', async () => {
    const { post } = startFakeApi();
    const form = new FormData();
    form.set('image', new File([await paint(40, 20)], 'a.png'));
    form.append('operations', 'optimize');
    form.append('operations', 'flip');
    form.set('options', JSON.stringify({ flip: { direction: 'horizontal' } }));
    const response = await post('/process', form);
    expect(await response.json()).toMatchObject({ format: 'webp' });
  });

  it.each(['/derivatives', '/derivatives/clip-focal'])('%s keeps the given point', async (path) => {
    const { post } = startFakeApi();
    const answer = await (
      await post(path, {
        image: `data:image/png;base64,${encodeBase64(await paint(40, 20))}`,
        sizes: [{ width: 10, height: 10 }],
        focalPoint: { x: 0, y: 0 },
        format: 'png',
      })
    ).json();
    expect(answer).toMatchObject({
      derivatives: [{ name: '10w', width: 10, height: 10, crop: { left: 0 }, format: 'png' }],
      focalPoint: { x: 0, y: 0, method: 'given' },
    });
  });

  it.each([
    [{}, 400, 'invalid_request'],
    [{ url: 'https://example.com/a.png' }, 400, 'not_supported'],
    [{ imageData: encodeBase64(new TextEncoder().encode('no picture')) }, 400, 'not_supported'],
  ])('refuses %j', async (body, status, code) => {
    for (const path of ['/process', '/derivatives']) {
      const response = await startFakeApi().post(path, body);
      expect([response.status, (await response.json()).code]).toEqual([status, code]);
    }
  });
});
