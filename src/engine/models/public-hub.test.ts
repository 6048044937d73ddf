/** How the public hub of 2026 treats a download. */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  answerWith,
  compress,
  compressAndCut,
  cutAfter,
  cutListing,
  refuseListing,
  refuseSignature,
  send,
  sendNothing,
  startMisbehavingHub,
  type MisbehavingHub,
} from '../../../e2e/fixtures/misbehaving-hub.ts';
import { describeError } from '../error-sentences.ts';
import { EngineError } from '../errors.ts';
import { createLocalLocks } from '../locks.ts';
import { writeChatManifest } from './chat-manifest.fixture.ts';
import { downloadModel, type DownloadEvent, type DownloadOptions } from './download/download.ts';
import type { Hub } from './hub/hub.ts';
import { keyOfFile, type ModelManifest } from './manifest.ts';
import {
  createMemoryChunkStore,
  type MemoryChunkStore,
} from './store/memory-chunk-store.fixture.ts';
import { createWeightCache } from './store/weight-cache.ts';

const CHUNK = 64 * 1024;
const WEIGHTS = 'onnx/model_q4.onnx';
const weights = randomBytes(2 * CHUNK + 1000);
const config = Buffer.from('{"model_type":"llama"}');
/** As large as a tokenizer that a hub still keeps in git, and full of what compresses. */
const tokenizer = Buffer.from(
  JSON.stringify(Array.from({ length: 120_000 }, (_, index) => `token ${index}`)),
);
const manifest = writeChatManifest({
  files: [{ path: 'config.json' }],
  variants: [{ dtype: 'q4', files: [{ path: WEIGHTS }] }],
});
const withTokenizer = { ...manifest, files: [{ path: 'tokenizer.json' }] };

let hub: MisbehavingHub;
let store: MemoryChunkStore;
let options: DownloadOptions;
beforeEach(async () => {
  const files = { 'config.json': config, 'tokenizer.json': tokenizer, [WEIGHTS]: weights };
  hub = await startMisbehavingHub('some/model', files);
  store = createMemoryChunkStore();
  options = {
    store,
    locks: createLocalLocks(),
    chunkBytes: CHUNK,
    patience: { idleMs: 300, firstWaitMs: 1, attempts: 5 },
    measureRoom: async () => undefined,
  };
});
afterEach(() => hub.close());

async function download(
  wanted: ModelManifest = manifest,
  from: Hub = hub.hub,
  signal = new AbortController().signal,
) {
  const events: DownloadEvent[] = [];
  const request = { manifest: wanted, dtype: 'q4' as const };
  for await (const event of downloadModel(
    request,
    { starter: from, hubs: [from] },
    options,
    signal,
  ))
    events.push(event);
  return events;
}
async function expectWhole(path: string, body: Buffer): Promise<void> {
  const response = await createWeightCache(store).match(
    keyOfFile({ ...manifest, revision: 'c0ffee' }, path),
  );
  const stored = await response?.arrayBuffer();
  expect(stored && Buffer.from(stored).equals(body), path).toBe(true);
}
const tell = (thrown: unknown) => describeError(EngineError.from(thrown)).sentence;

describe('signed addresses on another origin', () => {
  beforeEach(() => void (hub.isSigning = true));

  it('are signed again for each connection, without headers that need consent', async () => {
    hub.faults = [send, cutAfter(CHUNK + 9), cutAfter(100), cutAfter(0)];
    await download(manifest, { ...hub.hub, isElsewhere: true });
    await expectWhole(WEIGHTS, weights);
    expect(hub.signatures).toBe(5);
    expect(hub.requests.map(({ ifRange }) => ifRange)).toEqual(hub.requests.map(() => undefined));
    expect(hub.takenBytes).toBe(weights.length + config.length);
  });

  it('that refuse the preflight of a hub on our own origin cost one attempt', async () => {
    hub.faults = [send, cutAfter(CHUNK + 9)];
    await download();
    await expectWhole(WEIGHTS, weights);
  });

  it.each([400, 401, 403, 404, 410])(
    'refused with %i although fresh are requested again',
    async (status) => {
      hub.faults = [send, answerWith(status), refuseSignature];
      await download();
      await expectWhole(WEIGHTS, weights);
      expect(hub.signatures).toBe(4);
    },
  );

  it('refused every time do not count as a missing model, and what has arrived is kept', async () => {
    hub.faults = [send, cutAfter(CHUNK), ...Array.from({ length: 9 }, () => refuseSignature)];
    const failure = await download().catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ code: 'download_failed', details: { status: 403 } });
    expect(tell(failure)).toContain('refused model_q4.onnx (403)');
    expect(await store.listDownloads()).toHaveLength(1);
  });

  it('that silently serve another version are caught by hash and read from the start', async () => {
    const stale = randomBytes(weights.length);
    hub.faults = [
      send,
      ({ response }) => {
        response.writeHead(200, { 'content-length': stale.length });
        response.write(stale.subarray(0, CHUNK + 9), () =>
          setTimeout(() => response.destroy(), 20),
        );
      },
      ...Array.from({ length: 9 }, () => cutAfter(0)),
    ];
    await expect(download()).rejects.toMatchObject({ code: 'network_unreachable' });
    hub.faults = [];
    await download();
    await expectWhole(WEIGHTS, weights);
  });
});

it("the hub's own 403 is explained, at once", async () => {
  hub.faults = [send, answerWith(403, { 'x-error-code': 'GatedRepo' })];
  await expect(download()).rejects.toMatchObject({
    code: 'model_not_found',
    details: { isGated: true },
  });
  expect(hub.requests).toHaveLength(2);
});

describe('a part without bytes', () => {
  it.each([1, 3])('is requested again (%i times)', async (times) => {
    hub.faults = [send, cutAfter(CHUNK + 9), ...Array.from({ length: times }, () => sendNothing)];
    await download();
    await expectWhole(WEIGHTS, weights);
  });

  it('is finally reported', async () => {
    hub.faults = [send, ...Array.from({ length: 9 }, () => sendNothing)];
    await expect(download()).rejects.toMatchObject({ code: 'network_unreachable' });
  });
});

describe('text compressed in transit', () => {
  it('is not rejected for its different length', async () => {
    expect(tokenizer.length).toBeGreaterThan(2 ** 20);
    hub.faults = [compress];
    await download(withTokenizer);
    await expectWhole('tokenizer.json', tokenizer);
  });

  it('is not rejected even if the page cannot see the compression', async () => {
    hub.faults = [
      ({ response, body }) =>
        void response.writeHead(200, { 'content-length': body.length }).end(body),
      send,
    ];
    const shorter: Hub = {
      ...hub.hub,
      fetch: async (...request) => {
        const response = await hub.hub.fetch(...request);
        if (response.headers.get('content-length') === String(tokenizer.length))
          response.headers.set('content-length', '9');
        return response;
      },
    };
    await download(withTokenizer, shorter);
    await expectWhole('tokenizer.json', tokenizer);
  });

  it('resumes where it was cut, under the same name without the mark, and never with If-Range', async () => {
    hub.faults = [compressAndCut];
    await download(withTokenizer);
    await expectWhole('tokenizer.json', tokenizer);
    const [, second] = hub.requests.filter(({ path }) => path.endsWith('tokenizer.json'));
    expect(second).toMatchObject({
      range: expect.stringMatching(/^bytes=\d+-$/),
      ifRange: undefined,
    });
    expect(hub.takenBytes).toBe(tokenizer.length + weights.length);
  });

  it('is read from the start if the part is of the compressed bytes', async () => {
    hub.faults = [
      compressAndCut,
      send,
      ({ response, headers: { etag } }) =>
        void response
          .writeHead(206, { etag: `W/${etag}`, 'content-range': 'bytes 9-18/19' })
          .end(Buffer.alloc(10)),
    ];
    await download(withTokenizer);
    await expectWhole('tokenizer.json', tokenizer);
  });
});

describe('a pause requested by the hub', () => {
  const pausesOf = (events: readonly DownloadEvent[]) =>
    events.filter(({ type }) => type === 'download-pause');

  it('is observed and reported, before the start and after it', async () => {
    options = { ...options, patience: { idleMs: 300, firstWaitMs: 20, attempts: 5 } };
    hub.listingFaults = [refuseListing(429)];
    const events = await download();
    expect(events[0]).toMatchObject({ type: 'download-pause', until: expect.any(Number) });
    hub.commit = 'beefed';
    hub.files.set(WEIGHTS, randomBytes(3000));
    hub.faults = [answerWith(429), answerWith(503, { 'retry-after': '0.4' })];
    const later = await download();
    expect(later[0]).toMatchObject({ type: 'download-start' });
    expect(pausesOf(later).length).toBeGreaterThan(0);
  });

  it.each([
    ['seconds', () => ({ 'retry-after': '120' })],
    ['a date', () => ({ 'retry-after': new Date(Date.now() + 120_000).toUTCString() })],
    ['its own count', () => ({ ratelimit: '"api";r=0;t=120' })],
  ])('is as long as stated in %s', async (_, headers) => {
    const stop = new AbortController();
    hub.listingFaults = [refuseListing(429, headers())];
    const request = { manifest, dtype: 'q4' as const };
    const events = downloadModel(
      request,
      { starter: hub.hub, hubs: [hub.hub] },
      options,
      stop.signal,
    );
    const { value } = await events.next();
    const until = value?.type === 'download-pause' ? value.until : 0;
    expect((until - Date.now()) / 1000).toBeGreaterThan(115);
    expect((until - Date.now()) / 1000).toBeLessThanOrEqual(120);
    stop.abort();
    await expect(events.next()).rejects.toMatchObject({ code: 'aborted' });
    expect(await store.listDownloads()).toMatchObject([
      { dtype: 'q4', manifest: { revision: 'main' } },
    ]);
  });

  it('is never longer than five minutes', async () => {
    const stop = new AbortController();
    hub.listingFaults = [refuseListing(429, { 'retry-after': '86400' })];
    const request = { manifest, dtype: 'q4' as const };
    const events = downloadModel(
      request,
      { starter: hub.hub, hubs: [hub.hub] },
      options,
      stop.signal,
    );
    const { value } = await events.next();
    expect((value?.type === 'download-pause' ? value.until : 0) - Date.now()).toBeLessThanOrEqual(
      300_000,
    );
    stop.abort();
    await events.next().catch(() => undefined);
  });

  it('that never ends is explained', async () => {
    hub.listingFaults = Array.from({ length: 9 }, () => refuseListing(429));
    expect(tell(await download().catch((thrown: unknown) => thrown))).toContain(
      'Try again in a few minutes',
    );
  });
});

describe('a listing', () => {
  it.each([
    ['cut', cutListing],
    ['a busy server', refuseListing(503)],
    ['a full one', refuseListing(500)],
  ])('is requested again after %s', async (_, fault) => {
    hub.listingFaults = [fault, fault];
    await download();
    await expectWhole(WEIGHTS, weights);
    expect(hub.listings).toBe(4);
  });

  it.each([
    [{ cardData: { license: ['mit', 'cc-by-4.0'] } }],
    [{ cardData: { license: 'other', license_name: 'gemma' } }],
    [{ cardData: { license: { odd: 1 } }, gated: [] }],
    [{ cardData: null, gated: false }],
    [{ cardData: 'text' }],
  ])('with the card %j hides no model', async (card) => {
    hub.card = card;
    await download();
    await expectWhole(WEIGHTS, weights);
  });

  it.each(['auto', 'manual', true])(
    'of a gated repository (%s) says where to agree before a byte is requested',
    async (gated) => {
      hub.card = { gated };
      const failure = await download().catch((thrown: unknown) => thrown);
      expect(failure).toMatchObject({ code: 'model_not_found' });
      expect(tell(failure)).toContain(`at ${hub.url}/some/model`);
      expect(hub.requests).toEqual([]);
    },
  );

  it.each([
    ['GatedRepo', 'agree to their terms'],
    ['RepoNotFound', 'not on this hub, or it is private'],
    ['RevisionNotFound', 'no such revision'],
  ])('refused as %s says so', async (code, words) => {
    hub.listingFaults = [refuseListing(401, { 'x-error-code': code })];
    expect(tell(await download().catch((thrown: unknown) => thrown))).toContain(words);
  });

  it("another hub's absence does not hide that this one is gated", async () => {
    hub.card = { gated: 'auto' };
    const empty: Hub = {
      url: 'http://other',
      fetch: async () => new Response(null, { status: 404 }),
    };
    const sources = { starter: hub.hub, hubs: [hub.hub, empty] };
    const events = downloadModel(
      { manifest, dtype: 'q4' },
      sources,
      options,
      new AbortController().signal,
    );
    await expect(events.next()).rejects.toMatchObject({ details: { isGated: true } });
  });
});

it("reveals the page's address to nobody", async () => {
  const policies: unknown[] = [];
  const watched: Hub = {
    ...hub.hub,
    fetch: (input, init) => {
      policies.push(init?.referrerPolicy);
      return hub.hub.fetch(input, init);
    },
  };
  await download(manifest, watched);
  expect(new Set(policies)).toEqual(new Set(['no-referrer']));
});

it('never sends a condition to the public hub', async () => {
  const asked: Headers[] = [];
  const publicHub: Hub = {
    url: 'https://huggingface.co',
    fetch: async (input, init) => {
      asked.push(new Headers(init?.headers));
      return hub.hub.fetch(String(input).replace('https://huggingface.co', hub.url), init);
    },
  };
  hub.faults = [send, cutAfter(CHUNK + 9)];
  await download(manifest, publicHub);
  expect(asked.some((headers) => headers.has('range'))).toBe(true);
  expect(asked.some((headers) => headers.has('if-range'))).toBe(false);
});

it('being offline is reported at once', async () => {
  let asked = 0;
  const offline: Hub = {
    url: 'https://huggingface.co',
    fetch: () => {
      asked++;
      throw new EngineError('network_unreachable', 'You are offline.', {
        details: { isOffline: true },
      });
    },
  };
  expect(tell(await download(manifest, offline).catch((thrown: unknown) => thrown))).toContain(
    'You are offline',
  );
  expect(asked).toBe(1);
});

describe('voices', () => {
  it('of an unfinished download come with the next one, whoever continues it', async () => {
    const voice = (id: string) => ({
      id,
      name: id,
      language: 'en',
      gender: 'neutral' as const,
      file: { path: `${id}.bin` },
    });
    const speaking: ModelManifest = {
      ...manifest,
      task: 'speech',
      engine: 'kokoro',
      sampleRate: 24_000,
      voices: ['a', 'b', 'c'].map(voice),
      languages: ['en'],
      canMixVoices: true,
    };
    for (const id of ['a', 'b', 'c']) hub.files.set(`${id}.bin`, randomBytes(100));
    const stop = new AbortController();
    const sources = { starter: hub.hub, hubs: [hub.hub] };
    hub.onTaken = () => stop.abort();
    const first = downloadModel(
      { manifest: speaking, dtype: 'q4', voices: ['b'] },
      sources,
      options,
      stop.signal,
    );
    await expect(
      (async () => {
        for await (const event of first) expect(event).toBeDefined();
      })(),
    ).rejects.toMatchObject({ code: 'aborted' });
    hub.onTaken = undefined;
    for await (const event of downloadModel(
      { manifest: speaking, dtype: 'q4', voices: ['c'] },
      sources,
      options,
      new AbortController().signal,
    ))
      expect(event).toBeDefined();
    expect((await store.listModels())[0]?.voices?.sort()).toEqual(['b', 'c']);
  });
});
