import { randomBytes } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  answerWith,
  cutAfter,
  drip,
  ignoreRange,
  send,
  sha256,
  stallAfter,
  startMisbehavingHub,
  type MisbehavingHub,
} from '../../../../e2e/fixtures/misbehaving-hub.ts';
import { createLocalLocks } from '../../locks.ts';
import { writeChatManifest } from '../chat-manifest.fixture.ts';
import { downloadModel, type DownloadEvent, type DownloadOptions } from './download.ts';
import { keyOfFile } from '../manifest.ts';
import {
  createMemoryChunkStore,
  type MemoryChunkStore,
} from '../store/memory-chunk-store.fixture.ts';
import { createWeightCache } from '../store/weight-cache.ts';

const CHUNK = 64 * 1024;
const WEIGHTS = 'onnx/model_q4.onnx';
const weights = randomBytes(2 * CHUNK + 1000);
const digest = `sha256:${sha256(weights)}` as const;
const config = Buffer.from('{"model_type":"llama"}');

const manifest = writeChatManifest({
  files: [{ path: 'config.json' }, { path: 'chat_template.jinja', isOptional: true }],
  variants: [
    { dtype: 'q4', files: [{ path: WEIGHTS }] },
    { dtype: 'fp16', files: [{ path: 'onnx/model_fp16.onnx' }] },
  ],
});

let hub: MisbehavingHub;
let store: MemoryChunkStore;
let options: DownloadOptions;
beforeEach(async () => {
  hub = await startMisbehavingHub('some/model', { 'config.json': config, [WEIGHTS]: weights });
  store = createMemoryChunkStore();
  options = {
    store,
    locks: createLocalLocks(),
    chunkBytes: CHUNK,
    patience: { idleMs: 300, firstWaitMs: 1, attempts: 4 },
    measureRoom: async () => undefined,
  };
});
afterEach(() => hub.close());

async function download(
  request: { signal?: AbortSignal; dtype?: 'q4' | 'fp16' } = {},
): Promise<DownloadEvent[]> {
  const { signal = new AbortController().signal, dtype = 'q4' } = request;
  const sources = { starter: hub.hub, hubs: [hub.hub] };
  const events: DownloadEvent[] = [];
  for await (const event of downloadModel({ manifest, dtype }, sources, options, signal))
    events.push(event);
  return events;
}

const pinned = { ...manifest, revision: 'c0ffee' };
async function readStored(path = WEIGHTS): Promise<Buffer | undefined> {
  const response = await createWeightCache(store).match(keyOfFile(pinned, path));
  return response && Buffer.from(await response.arrayBuffer());
}
const expectWhole = async () => expect((await readStored())?.equals(weights)).toBe(true);
describe('a download', () => {
  it('stores every file under the commit, in rows with hashes, and registers the model', async () => {
    const events = await download();
    const totalBytes = weights.length + config.length;
    expect(events[0]?.type).toBe('download-start');
    expect(events.at(-1)).toEqual({ type: 'download-end', totalBytes, fetchedBytes: totalBytes });
    await expectWhole();
    expect((await readStored('config.json'))?.equals(config)).toBe(true);
    expect(store.contents.get(digest)).toMatchObject({
      isComplete: true,
      chunks: [CHUNK, CHUNK, 1000].map((sizeBytes, index) => ({
        sizeBytes,
        sha256: sha256(weights.subarray(index * CHUNK, index * CHUNK + sizeBytes)),
      })),
    });
    expect(await store.listModels()).toMatchObject([
      { dtypes: ['q4'], manifest: { revision: 'c0ffee' } },
    ]);
    expect(await store.listDownloads()).toEqual([]);
  });

  it('keeps the builds the hub has, and skips optional files', async () => {
    await download();
    const [model] = await store.listModels();
    expect(model?.manifest.variants.map(({ dtype }) => dtype)).toEqual(['q4']);
    expect(model?.manifest.files.map(({ path }) => path)).toEqual(['config.json']);
    await expect(download({ dtype: 'fp16' })).rejects.toMatchObject({ code: 'model_not_found' });
  });

  it('fetches weights in as many pieces as the hub has', async () => {
    await hub.close();
    const pieces = {
      'params_shard_0.bin': randomBytes(1000),
      'params_shard_1.bin': randomBytes(700),
    };
    hub = await startMisbehavingHub('some/model', {
      'config.json': config,
      'params.json': config,
      ...pieces,
    });
    const named = writeChatManifest({
      ...manifest,
      variants: [{ dtype: 'q4', files: [{ path: 'params_shard_*.bin' }] }],
    });
    const sources = { starter: hub.hub, hubs: [hub.hub] };
    const { signal } = new AbortController();
    for await (const event of downloadModel(
      { manifest: named, dtype: 'q4' },
      sources,
      options,
      signal,
    ))
      if (event.type === 'download-end') expect(event.totalBytes).toBe(1700 + config.length);
    const [model] = await store.listModels();
    expect(model?.manifest.variants[0]?.files.map(({ path }) => path)).toEqual(Object.keys(pieces));
    for (const [path, bytes] of Object.entries(pieces))
      expect((await readStored(path))?.equals(bytes)).toBe(true);
  });

  it('fetches nothing if all is stored, and shared content only once', async () => {
    await download();
    hub.requests = [];
    expect((await download()).at(-1)).toMatchObject({ fetchedBytes: 0 });
    const twin = { ...manifest, id: 'other/id' };
    const sources = { starter: hub.hub, hubs: [hub.hub] };
    for await (const event of downloadModel(
      { manifest: twin, dtype: 'q4' },
      sources,
      options,
      new AbortController().signal,
    ))
      if (event.type === 'download-end') expect(event.fetchedBytes).toBe(0);
    expect(hub.requests).toEqual([]);
  });

  it('asks the next hub for a model the first lacks', async () => {
    const empty = {
      url: 'http://mirror',
      fetch: (async () => new Response(null, { status: 404 })) as typeof fetch,
    };
    const sources = { starter: hub.hub, hubs: [empty, hub.hub] };
    const { signal } = new AbortController();
    for await (const event of downloadModel({ manifest, dtype: 'q4' }, sources, options, signal))
      expect(event).toBeDefined();
    await expectWhole();
  });
});

describe('a connection', () => {
  it.each([1, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, weights.length - 1])(
    'cut after %i bytes resumes there',
    async (bytes) => {
      hub.faults = [send, cutAfter(bytes)];
      await download();
      await expectWhole();
      // A reset connection may lose what was still on its way; what was taken is not taken again.
      expect(hub.takenBytes).toBe(weights.length + config.length);
      expect(hub.requests.at(-1)?.ifRange).toBe(`"${sha256(weights)}"`);
    },
  );

  it('that falls silent is dropped and resumed', async () => {
    hub.faults = [send, stallAfter(CHUNK + 5)];
    await download();
    expect(hub.requests.at(-1)?.range).toBe(`bytes=${CHUNK + 5}-`);
    await expectWhole();
  });

  it('that trickles is left alone', async () => {
    hub.faults = [send, drip(8192, 20)];
    const events = await download();
    expect(events.filter(({ type }) => type === 'download-progress').length).toBeGreaterThan(1);
    expect(hub.requests).toHaveLength(2);
    await expectWhole();
  });

  it.each([429, 500, 502, 503, 504])('answered with %i is retried', async (status) => {
    hub.faults = [
      send,
      answerWith(status, { 'retry-after': '0' }),
      cutAfter(100),
      answerWith(status),
    ];
    await download();
    await expectWhole();
  });

  it('refused with 403 after its signed address expires is requested again', async () => {
    hub.faults = [send, cutAfter(CHUNK + 9), answerWith(403)];
    await download();
    await expectWhole();
  });

  it('that never works is reported, and what has arrived is kept', async () => {
    hub.faults = [send, cutAfter(CHUNK + 100), ...Array.from({ length: 9 }, () => cutAfter(0))];
    await expect(download()).rejects.toMatchObject({ code: 'network_unreachable' });
    hub.faults = [];
    hub.takenBytes = 0;
    await download();
    expect(hub.takenBytes).toBe(weights.length - CHUNK - 100);
    await expectWhole();
  });

  it('to a dead server is reported', async () => {
    await hub.close();
    await expect(download()).rejects.toMatchObject({ code: 'network_unreachable' });
  });
});

describe('a server', () => {
  it('that sends the whole file for a part is skipped to the part', async () => {
    hub.faults = [send, cutAfter(CHUNK), ignoreRange(weights)];
    await download();
    await expectWhole();
  });

  it('whose file has changed, with 200, is read from the start', async () => {
    const stale = randomBytes(weights.length);
    hub.faults = [
      send,
      // The first part comes from a stale copy, under its own ETag.
      ({ response, status }) => {
        response.writeHead(status, { etag: '"stale"', 'content-length': weights.length });
        response.write(stale.subarray(0, CHUNK + 10), () =>
          setTimeout(() => response.destroy(), 20),
        );
      },
    ];
    await download();
    expect(hub.requests.at(-1)?.ifRange).toBe('"stale"');
    await expectWhole();
  });

  it('whose file has changed, with 206, is read from the start', async () => {
    const bad = randomBytes(100);
    hub.faults = [
      send,
      cutAfter(CHUNK + 10),
      ({ response }) =>
        void response
          .writeHead(206, {
            etag: '"other"',
            'content-range': `bytes ${CHUNK + 10}-${CHUNK + 109}/${weights.length}`,
          })
          .end(bad),
    ];
    await download();
    expect(hub.requests.at(-1)?.range).toBeUndefined();
    await expectWhole();
  });

  it('that rejects the range (416) is asked for the whole once, then given up on', async () => {
    hub.faults = [send, cutAfter(CHUNK + 10), answerWith(416)];
    await download();
    await expectWhole();
    store = createMemoryChunkStore();
    options = { ...options, store };
    hub.faults = [send, cutAfter(CHUNK), answerWith(416), cutAfter(CHUNK), answerWith(416)];
    await expect(download()).rejects.toMatchObject({ code: 'download_failed' });
  });

  it('that starts a part elsewhere is not trusted', async () => {
    hub.faults = [
      send,
      cutAfter(1000),
      ({ response }) =>
        void response
          .writeHead(206, { 'content-range': `bytes 0-99/${weights.length}` })
          .end(weights.subarray(0, 100)),
    ];
    await download();
    await expectWhole();
  });

  it.each([
    ['a web page', 'sent a web page', { 'content-type': 'text/html' }],
    ['another length', 'bytes on the server', { 'content-length': '16' }],
  ])('that sends %s instead is caught before its bytes are used', async (_, words, headers) => {
    const big = randomBytes(2 ** 20);
    hub.files.set(WEIGHTS, big);
    hub.faults = [
      send,
      ({ response }) => void response.writeHead(200, headers).end('<h1>Log in.</h1>'),
    ];
    await expect(download()).rejects.toMatchObject({
      code: 'download_failed',
      message: expect.stringContaining(words),
    });
    expect(store.chunks.get(`sha256:${sha256(big)}`)).toBeUndefined();
  });

  it.each(['br', 'gzip'] as const)('that sends %s is decoded, even if cut', async (encoding) => {
    // Half of it is zeros, so that it comes shorter than it is.
    const big = Buffer.concat([randomBytes(2 ** 20), Buffer.alloc(2 ** 20)]);
    hub.files.set(WEIGHTS, big);
    const encoded =
      encoding === 'br'
        ? brotliCompressSync(big, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
        : gzipSync(big);
    const headers = {
      etag: `"compressed"`,
      'content-encoding': encoding,
      'content-length': encoded.length,
    };
    hub.faults = [
      send,
      ({ response }) => {
        response.writeHead(200, headers);
        response.write(encoded.subarray(0, encoded.length / 2), () =>
          setTimeout(() => response.destroy(), 20),
        );
      },
    ];
    await download();
    expect((await readStored())?.equals(big)).toBe(true);
    expect(hub.requests.at(-1)).toMatchObject({
      range: expect.stringMatching(/^bytes=[1-9]/),
      ifRange: undefined,
    });
  });

  it('that sends wrong bytes is caught, and the bytes are discarded', async () => {
    hub.faults = [
      send,
      ({ response, headers }) =>
        void response.writeHead(200, headers).end(Buffer.alloc(weights.length, 1)),
    ];
    await expect(download()).rejects.toMatchObject({
      code: 'download_failed',
      message: expect.stringContaining('model_q4.onnx: what arrived did not match'),
    });
    expect(store.chunks.get(digest)).toBeUndefined();
    expect(await store.listModels()).toEqual([]);
    expect((await readStored('config.json'))?.equals(config)).toBe(true);
  });

  it.each([
    [401, 'model_not_found', 'private'],
    [403, 'model_not_found', 'private'],
    [404, 'model_not_found', 'not on this hub'],
    [418, 'download_failed', '418'],
  ])('that refuses the listing with %i is understood', async (status, code, words) => {
    hub.listingStatus = status;
    await expect(download()).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words),
    });
  });

  it('that lists a file but refuses it (401) is understood at once', async () => {
    hub.faults = [send, answerWith(401)];
    await expect(download()).rejects.toMatchObject({ code: 'model_not_found' });
    expect(hub.requests).toHaveLength(2);
  });
});

describe('pausing', () => {
  it('keeps every received byte and remembers the download', async () => {
    const stop = new AbortController();
    hub.onTaken = (bytes) => bytes > CHUNK + 5000 && stop.abort();
    await expect(download({ signal: stop.signal })).rejects.toMatchObject({ code: 'aborted' });
    hub.onTaken = undefined;
    expect(await store.listModels()).toEqual([]);
    expect(await store.listDownloads()).toMatchObject([
      { dtype: 'q4', manifest: { id: 'some/model' } },
    ]);
    const first = hub.takenBytes;
    const events = await download();
    expect(hub.takenBytes - first).toBeLessThanOrEqual(
      weights.length + config.length - first + 2048,
    );
    expect(events.at(-1)).toMatchObject({ type: 'download-end' });
    await expectWhole();
  });

  it('works while a connection hangs', async () => {
    const stop = new AbortController();
    options = { ...options, patience: { idleMs: 60_000, firstWaitMs: 60_000, attempts: 9 } };
    hub.faults = [send, stallAfter(10)];
    setTimeout(() => stop.abort(), 100);
    await expect(download({ signal: stop.signal })).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('two downloads of one content', () => {
  it('fetch it once, and both report progress', async () => {
    hub.faults = [send, send, drip(8192, 30)];
    const [one, two] = await Promise.all([download(), download()]);
    const fetched = [one, two]
      .map((events) => events.at(-1))
      .map((end) => (end && 'fetchedBytes' in end ? end : null));
    expect(fetched.reduce((sum, end) => sum + (end?.fetchedBytes ?? 0), 0)).toBe(
      weights.length + config.length,
    );
    expect(hub.requests.filter(({ path }) => path.endsWith(WEIGHTS))).toHaveLength(1);
  });

  it('continue without the stopped one', async () => {
    const stop = new AbortController();
    hub.onTaken = (bytes) => bytes > CHUNK && stop.abort();
    const first = download({ signal: stop.signal });
    const second = download();
    await expect(first).rejects.toMatchObject({ code: 'aborted' });
    await second;
    await expectWhole();
    expect(hub.takenBytes).toBeLessThanOrEqual(weights.length + config.length + 2048);
  });
});

describe('room', () => {
  it('is checked before the first byte', async () => {
    options = { ...options, measureRoom: async () => 1000 };
    await expect(download()).rejects.toMatchObject({
      code: 'storage_full',
      details: { freeBytes: 1000, neededBytes: Math.ceil((weights.length + config.length) * 1.1) },
    });
    expect(hub.requests).toEqual([]);
    expect(await store.listDownloads()).toEqual([]);
  });

  it('counts only what is missing', async () => {
    await download();
    options = { ...options, measureRoom: async () => 0 };
    await download();
  });

  it('running out loses nothing stored', async () => {
    store.fullAfterBytes = CHUNK + config.length + 10;
    await expect(download()).rejects.toMatchObject({ code: 'storage_full' });
    expect(store.contents.get(digest)?.chunks).toHaveLength(1);
    store.fullAfterBytes = Infinity;
    hub.takenBytes = 0;
    await download();
    expect(hub.takenBytes).toBeLessThanOrEqual(weights.length - CHUNK);
    await expectWhole();
  });
});
