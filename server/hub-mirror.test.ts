import { createHash } from 'node:crypto';
import {
  mkdir,
  mkdtemp,
  readdir,
  rm,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { downloadModel } from '../src/engine/models/download/download.ts';
import { describeRepository } from '../src/engine/repositories/describe-repository.ts';
import {
  listFiles,
  listRepositories,
  readDigests,
  type Hub,
} from '../src/engine/models/hub/hub.ts';
import { createMemoryChunkStore } from '../src/engine/models/store/memory-chunk-store.fixture.ts';
import { createLocalLocks } from '../src/engine/locks.ts';
import { createFileDigests, createLimit } from './file-digests.ts';
import { createHubMirror } from './hub-mirror.ts';
import type { ModelPlace } from './mirrored-models.ts';

const bytes = Buffer.from('0123456789');
const config = JSON.stringify({
  architectures: ['LlamaForCausalLM'],
  model_type: 'llama',
  max_position_embeddings: 2048,
});

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');
const never = new AbortController().signal;

/** Holds all that a test writes. */
let folder: string;
let root: string;
let cache: string;
let reads: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'triptych-mirror-'));
  root = join(folder, 'models');
  cache = join(folder, 'cache', 'deep');
  reads = [];
  await mkdir(join(root, 'owner/model/onnx'), { recursive: true });
  await mkdir(join(root, 'owner/other'), { recursive: true });
  await writeFile(join(root, 'owner/model/onnx/model_q4.onnx'), bytes);
  await writeFile(join(root, 'owner/model/config.json'), config);
  await writeFile(join(root, 'owner/model/tokenizer.json'), '{}');
  await writeFile(join(root, 'secret.txt'), 'secret');
});
afterEach(() => rm(folder, { recursive: true }));

/** A mirror as a process opens it, which notes whose bytes were read for a digest. */
function open(places: readonly ModelPlace[] = [root, join(root, 'missing')]) {
  const digests = createFileDigests(cache);
  const app = createHubMirror(places, {
    peek: digests.peek,
    read: async (found) => {
      if ((await digests.peek(found)) === undefined) reads.push(found.file);
      return digests.read(found);
    },
  });
  const hub: Hub = {
    url: 'http://mirror',
    fetch: (async (input: string, init?: RequestInit) => app.request(input, init)) as typeof fetch,
  };
  const get = async (path: string, headers: Record<string, string> = {}) =>
    app.request(path, { headers });
  return { app, hub, get };
}

describe('the hub mirror', () => {
  let hub: Hub;
  let get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  beforeEach(() => ({ hub, get } = open()));

  it('lists repositories and their files with sizes', async () => {
    expect((await listRepositories(hub)).sort()).toEqual(['owner/model', 'owner/other']);
    const files = await listFiles(hub, 'owner/model', 'main');
    expect(files).toContainEqual({ path: 'onnx/model_q4.onnx', sizeBytes: 10 });
  });

  it('gives enough to describe a model, and reports what is not one', async () => {
    expect(await describeRepository(hub, 'owner/model')).toMatchObject({
      id: 'owner/model',
      contextLength: 2048,
      variants: [{ dtype: 'q4', files: [{ path: 'onnx/model_q4.onnx', sizeBytes: 10 }] }],
      files: [{ path: 'config.json' }, { path: 'tokenizer.json' }],
    });
    await expect(describeRepository(hub, 'owner/other')).rejects.toMatchObject({
      code: 'not_supported',
    });
    await expect(describeRepository(hub, 'owner/none')).rejects.toMatchObject({
      code: 'model_not_found',
    });
  });

  it('sends whole files and parts of them', async () => {
    const path = '/owner/model/resolve/main/onnx/model_q4.onnx';
    const whole = await get(path);
    expect([whole.status, await whole.text(), whole.headers.get('content-length')]).toEqual([
      200,
      '0123456789',
      '10',
    ]);
    const part = await get(path, { range: 'bytes=4-6' });
    expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([
      206,
      '456',
      'bytes 4-6/10',
    ]);
    expect(await (await get(path, { range: 'bytes=8-' })).text()).toBe('89');
    expect((await get(path, { range: 'bytes=10-' })).status).toBe(416);
  });

  it('sends everything if the requested part is of another version', async () => {
    const path = '/owner/model/resolve/main/onnx/model_q4.onnx';
    const etag = (await get(path)).headers.get('etag') ?? '';
    expect((await get(path, { range: 'bytes=4-', 'if-range': etag })).status).toBe(206);
    expect((await get(path, { range: 'bytes=4-', 'if-range': '"old"' })).status).toBe(200);
  });

  it('never leaves the folder', async () => {
    for (const path of ['..%2f..%2fsecret.txt', '%2e%2e/%2e%2e/secret.txt', 'onnx', 'none.bin'])
      expect((await get(`/owner/model/resolve/main/${path}`)).status, path).toBe(404);
  });

  it.each(['%', '%E0%A4%A', 'onnx/%zz', '%c3%28'])('rejects %s as malformed', async (path) => {
    expect((await get(`/owner/model/resolve/main/${path}`)).status).toBe(400);
    expect((await get(`/api/models/owner/${path}/tree/main`)).status).toBe(400);
  });

  it('follows links inside a model, but none that lead out', async () => {
    const model = join(root, 'owner/model');
    await symlink(join(root, 'secret.txt'), join(model, 'leak.txt'));
    await symlink(root, join(model, 'up'));
    await symlink('onnx/model_q4.onnx', join(model, 'inside.onnx'));
    for (const path of ['leak.txt', 'up/secret.txt', 'up/owner/other'])
      expect((await get(`/owner/model/resolve/main/${path}`)).status, path).toBe(404);
    expect(await (await get('/owner/model/resolve/main/inside.onnx')).text()).toBe('0123456789');
    const paths = (await listFiles(hub, 'owner/model', 'main')).map(({ path }) => path);
    expect(paths).toEqual(['config.json', 'inside.onnx', 'onnx/model_q4.onnx', 'tokenizer.json']);
    expect(
      await readDigests(hub, 'owner/model', 'main', [
        'leak.txt',
        'up/secret.txt',
        '../../secret.txt',
      ]),
    ).toEqual(new Map());
  });

  it('shares a single model under its own name', async () => {
    const alone = open([{ id: 'my/model', folder: join(root, 'owner/model') }]);
    expect(await listRepositories(alone.hub)).toEqual(['my/model']);
    expect((await alone.get('/my/model/resolve/main/config.json')).status).toBe(200);
    for (const path of ['/owner/other', '/owner/model'])
      expect((await alone.get(`/api/models${path}/tree/main`)).status, path).toBe(404);
  });
});

describe('digests', () => {
  const weights = 'onnx/model_q4.onnx';
  const ask = async (hub: Hub, paths = [weights]) =>
    (await readDigests(hub, 'owner/model', 'main', paths)).get(weights);

  it('are computed only for what is requested', async () => {
    const { hub } = open();
    await describeRepository(hub, 'owner/model');
    expect(reads).toEqual([]);
    expect(await ask(hub)).toBe(`sha256:${sha256(bytes)}`);
    expect(reads).toEqual([join(root, 'owner/model', weights)]);
    const listed = await listFiles(hub, 'owner/model', 'main');
    expect(listed).toContainEqual({
      path: weights,
      sizeBytes: 10,
      digest: `sha256:${sha256(bytes)}`,
    });
  });

  it('are cached across processes until the file changes', async () => {
    await Promise.all([open(), open(), open()].map(({ hub }) => ask(hub)));
    reads = [];
    expect(await ask(open().hub)).toBe(`sha256:${sha256(bytes)}`);
    expect(reads).toEqual([]);
    await writeFile(join(root, 'owner/model', weights), '9876543210');
    await utimes(join(root, 'owner/model', weights), new Date(), new Date(1e12));
    expect(await ask(open().hub)).toBe(`sha256:${sha256('9876543210')}`);
    expect(reads).toHaveLength(1);
  });

  it('are computed again if the cache is broken, and work without one', async () => {
    await ask(open().hub);
    for (const name of await readdir(cache)) await truncate(join(cache, name), 10);
    expect(await ask(open().hub)).toBe(`sha256:${sha256(bytes)}`);
    await rm(cache, { recursive: true });
    await writeFile(cache, 'not a folder');
    expect(await ask(open().hub)).toBe(`sha256:${sha256(bytes)}`);
  });

  it('can be requested as a form or as JSON, and are refused otherwise', async () => {
    const { app } = open();
    const post = (body: BodyInit, type: string) =>
      app.request('/api/models/owner/model/paths-info/main', {
        method: 'POST',
        body,
        headers: { 'content-type': type },
      });
    const asJson = await post(JSON.stringify({ paths: [weights, 'none'] }), 'application/json');
    expect(await asJson.json()).toMatchObject([{ path: weights, lfs: { oid: sha256(bytes) } }]);
    for (const body of ['{', '[]', '{"paths":[1]}'])
      expect((await post(body, 'application/json')).status).toBe(400);
    const long = JSON.stringify({ paths: Array(100_000).fill(weights) });
    expect((await post(long, 'application/json')).status).toBe(413);
  });

  it('check a download, and an installed build keeps them when another is added', async () => {
    await writeFile(join(root, 'owner/model/onnx/model_fp16.onnx'), 'other weights');
    const { hub } = open();
    const store = createMemoryChunkStore();
    const options = { store, locks: createLocalLocks(), measureRoom: async () => undefined };
    const manifest = await describeRepository(hub, 'owner/model');
    for (const dtype of ['q4', 'fp16'] as const) {
      // Another process, which has lost what the first one knew.
      await rm(cache, { recursive: true, force: true });
      const { hub: fresh } = open();
      const events = downloadModel(
        { manifest, dtype },
        { starter: fresh, hubs: [fresh] },
        options,
        never,
      );
      for await (const event of events) expect(event).toBeDefined();
    }
    const [model] = await store.listModels();
    const digests = model?.manifest.variants
      .flatMap(({ files }) => files.map(({ digest }) => digest))
      .sort();
    expect(digests).toEqual(
      [`sha256:${sha256('other weights')}`, `sha256:${sha256(bytes)}`].sort(),
    );
    expect(model?.dtypes).toEqual(['q4', 'fp16']);
  });

  it('are computed a few at a time', async () => {
    const limit = createLimit(2);
    let running = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running--;
    };
    await Promise.all(Array.from({ length: 9 }, () => limit(work)));
    expect(most).toBe(2);
  });
});
