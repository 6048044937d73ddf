import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  sha256,
  startMisbehavingHub,
  type MisbehavingHub,
} from '../../../e2e/fixtures/misbehaving-hub.ts';
import { createLocalLocks } from '../locks.ts';
import type { GivenFile } from './hub/folder-hub.ts';
import {
  createMemoryChunkStore,
  type MemoryChunkStore,
} from './store/memory-chunk-store.fixture.ts';
import { describeRepository } from '../repositories/describe-repository.ts';
import { createModelLibrary, type ModelLibrary } from './model-library.ts';
import { chooseEvictions } from './store/storage-use.ts';

const CHUNK = 64 * 1024;
const onnx = (length: number) => Buffer.concat([Buffer.from([8]), randomBytes(length - 1)]);
const weights = onnx(2 * CHUNK + 1000);
const half = onnx(CHUNK);
const json = (value: object) => Buffer.from(JSON.stringify(value));
const config = json({
  architectures: ['LlamaForCausalLM'],
  model_type: 'llama',
  max_position_embeddings: 2048,
});
const FILES = {
  'config.json': config,
  'tokenizer.json': json({ version: '1.0' }),
  'onnx/model_q4.onnx': weights,
  'onnx/model_fp16.onnx': half,
};
const never = new AbortController().signal;

let hub: MisbehavingHub;
let store: MemoryChunkStore;
let library: ModelLibrary;
beforeEach(async () => {
  hub = await startMisbehavingHub('some/model', FILES);
  store = createMemoryChunkStore();
  library = openLibrary();
});
afterEach(() => hub.close());

function openLibrary(): ModelLibrary {
  const patience = { idleMs: 300, firstWaitMs: 1, attempts: 3 };
  const options = {
    store,
    locks: createLocalLocks(),
    chunkBytes: CHUNK,
    patience,
    measureRoom: async () => undefined,
  };
  return createModelLibrary(
    options,
    { starter: hub.hub, hubs: [hub.hub] },
    () => false,
    describeRepository,
  );
}

async function collect<T>(events: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const event of events) all.push(event);
  return all;
}
async function install(dtype: 'q4' | 'fp16' = 'q4'): Promise<void> {
  await collect(
    library.download({ manifest: await library.describe('some/model', never), dtype }, never),
  );
}
const weightsDigest = `sha256:${sha256(weights)}` as const;
const given = (files: Record<string, Buffer>, folder = ''): GivenFile[] =>
  Object.entries(files).map(([path, body]) => ({
    path: folder + path,
    body: new Blob([Uint8Array.from(body)]),
  }));

describe('verifying', () => {
  beforeEach(() => install());
  const verify = async () => (await collect(library.verify('some/model', never))).at(-1);

  it('finds nothing wrong with intact files', async () => {
    expect(await verify()).toMatchObject({
      type: 'verify-end',
      damagedChunks: 0,
      missingFiles: 0,
      damagedBytes: 0,
    });
  });

  it.each([
    ['flipped bytes', () => new Blob([new Uint8Array(CHUNK)])],
    ['a lost row', () => undefined],
    [
      'a row that cannot be read',
      () => Object.assign(new Blob(), { arrayBuffer: () => Promise.reject(new Error()) }),
    ],
  ])('finds %s, and repairs that row alone', async (_, damage) => {
    const rows = store.chunks.get(weightsDigest) ?? [];
    rows[1] = damage();
    expect(await verify()).toMatchObject({ damagedChunks: 1, damagedBytes: CHUNK });
    hub.takenBytes = 0;
    const events = await collect(library.repair('some/model', never));
    expect(events.at(-1)).toEqual({ type: 'repair-end', fetchedBytes: CHUNK });
    expect(hub.takenBytes).toBe(CHUNK);
    expect(hub.requests.at(-1)?.range).toBe(`bytes=${CHUNK}-${2 * CHUNK - 1}`);
    expect(await verify()).toMatchObject({ damagedChunks: 0 });
    const whole = await new Blob(rows as Blob[]).arrayBuffer();
    expect(Buffer.from(whole).equals(weights)).toBe(true);
  });

  it('finds an unknown file and repairs it', async () => {
    store.contents.delete(weightsDigest);
    store.chunks.delete(weightsDigest);
    expect(await verify()).toMatchObject({ missingFiles: 1, damagedBytes: weights.length });
    expect((await collect(library.repair('some/model', never))).at(-1)).toMatchObject({
      fetchedBytes: weights.length,
    });
    expect(await verify()).toMatchObject({ missingFiles: 0 });
  });

  it('rejects a changed row, and leaves the rest', async () => {
    (store.chunks.get(weightsDigest) ?? [])[1] = undefined;
    hub.faults = [
      ({ response, headers, body, status }) =>
        void response.writeHead(status, headers).end(Buffer.alloc(body.length)),
    ];
    await expect(collect(library.repair('some/model', never))).rejects.toMatchObject({
      code: 'download_failed',
    });
    expect((await store.listModels()).length).toBe(1);
    expect((await collect(library.repair('some/model', never))).at(-1)).toMatchObject({
      type: 'repair-end',
    });
  });

  it('reports a missing model', async () => {
    await expect(collect(library.verify('no/model', never))).rejects.toMatchObject({
      code: 'model_not_installed',
    });
  });
});

describe('an unfinished download', () => {
  it('is listed with its received bytes, and discarded with them', async () => {
    const stop = new AbortController();
    hub.onTaken = (bytes) => bytes > CHUNK + config.length + 5000 && stop.abort();
    const manifest = await library.describe('some/model', never);
    await expect(
      collect(library.download({ manifest, dtype: 'q4' }, stop.signal)),
    ).rejects.toMatchObject({
      code: 'aborted',
    });
    // A new page, a new library: the store remembers.
    library = openLibrary();
    const [paused] = await library.listUnfinished();
    expect(paused).toMatchObject({ dtype: 'q4', manifest: { id: 'some/model' } });
    expect(paused?.loadedBytes).toBeGreaterThan(CHUNK);
    expect(paused?.loadedBytes).toBeLessThan(paused?.totalBytes ?? 0);
    expect((await library.measure()).unfinishedBytes).toBe(paused?.loadedBytes);
    await library.discard('some/model', never);
    expect(await library.listUnfinished()).toEqual([]);
    expect([store.contents.size, store.chunks.size]).toEqual([0, 0]);
  });
});

describe('deleting', () => {
  it('keeps what another model shares', async () => {
    await install();
    const twin = { ...(await library.describe('some/model', never)), id: 'other/id' };
    await collect(library.download({ manifest: twin, dtype: 'q4' }, never));
    expect((await library.measure()).models['some/model']).toMatchObject({ ownBytes: 0 });
    await library.remove('some/model', never);
    expect((await collect(library.verify('other/id', never))).at(-1)).toMatchObject({
      damagedBytes: 0,
    });
    await library.remove('other/id', never);
    expect([store.contents.size, (await store.listFiles()).length]).toEqual([0, 0]);
  });

  it('a replaced revision leaves nothing behind', async () => {
    await install();
    hub.commit = 'beefed';
    hub.files.set('onnx/model_q4.onnx', half);
    await install();
    expect(store.contents.has(weightsDigest)).toBe(false);
    expect(await store.listModels()).toMatchObject([{ manifest: { revision: 'beefed' } }]);
  });
});

describe('an import', () => {
  const run = (files: GivenFile[]) => collect(library.importFiles(files, never));

  it.each([
    ['a folder in hub layout', 'hub/some/model/', 'some/model'],
    ['a folder alone', 'My model/', 'imported/My-model'],
    ['files alone', '', 'imported/model'],
    ["Hugging Face's cache", 'hub/models--some--model/snapshots/c0ffee/', 'some/model'],
  ])('takes %s', async (_, folder, id) => {
    const events = await run(given({ ...FILES, 'README.md': Buffer.from('hello') }, folder));
    expect(events.at(-1)).toMatchObject({ type: 'import-end', manifest: { id } });
    expect(await store.listModels()).toMatchObject([{ manifest: { id }, dtypes: ['fp16', 'q4'] }]);
    expect((await collect(library.verify(id, never))).at(-1)).toMatchObject({ damagedBytes: 0 });
  });

  it.each(['_data', '_data_1', '.data'])(
    'accepts weights beside a graph, named %s',
    async (suffix) => {
      const path = `onnx/model_q4.onnx${suffix}`;
      await run(given({ ...FILES, [path]: half }, 'some/model/'));
      const [model] = await store.listModels();
      const build = model?.manifest.variants.find(({ dtype }) => dtype === 'q4');
      expect(build?.files.map((file) => file.path)).toEqual(['onnx/model_q4.onnx', path]);
    },
  );

  it('that broke off is remembered as one, until its folder is given again', async () => {
    const stop = new AbortController();
    const importing = async () => {
      for await (const event of library.importFiles(given(FILES, 'My model/'), stop.signal))
        if (event.type === 'import-progress') stop.abort();
    };
    await expect(importing()).rejects.toMatchObject({ code: 'aborted' });
    expect(await openLibrary().listUnfinished()).toMatchObject([
      { manifest: { id: 'imported/My-model' }, isImport: true },
    ]);
    await run(given(FILES, 'My model/'));
    expect(await library.listUnfinished()).toEqual([]);
  });

  it('accepts every model in a folder, and two imports at once', async () => {
    const other = { ...FILES, 'onnx/model_q4.onnx': half };
    await Promise.all([
      run([...given(FILES, 'hub/a/one/'), ...given(other, 'hub/a/two/')]),
      run([...given(FILES, 'hub/b/three/')]),
    ]);
    expect((await store.listModels()).map(({ manifest }) => manifest.id).sort()).toEqual([
      'a/one',
      'a/two',
      'b/three',
    ]);
    expect(store.contents.size).toBe(4);
  });

  it("and downloads never repeat each other's work", async () => {
    await run(given(FILES, 'some/model/'));
    const manifest = await library.describe('some/model', never);
    hub.takenBytes = 0;
    await collect(library.download({ manifest, dtype: 'q4' }, never));
    expect(hub.takenBytes).toBe(0);
  });

  it.each([
    ['no model', { 'holiday.jpg': randomBytes(10) }, 'not_supported', 'no model among these files'],
    [
      'a model of another kind',
      { ...FILES, 'config.json': json({ architectures: ['BertModel'] }) },
      'not_supported',
      'another kind',
    ],
    [
      'a pointer of Git LFS',
      {
        ...FILES,
        'onnx/model_q4.onnx': Buffer.from('version https://git-lfs.github.com/spec/v1\n'),
      },
      'invalid_request',
      'git lfs pull',
    ],
    [
      'a picture called model',
      { ...FILES, 'onnx/model_q4.onnx': Buffer.from('GIF89a') },
      'invalid_request',
      'not an ONNX model',
    ],
  ])('refuses %s with a reason, and stores nothing', async (_, files, code, words) => {
    await expect(run(given(files, 'x/'))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words),
    });
    expect([(await store.listModels()).length, store.contents.size]).toEqual([0, 0]);
  });
});

describe('an export', () => {
  it('writes hub layout, which can be imported again', async () => {
    await install();
    const written: GivenFile[] = [];
    const target = { write: async (path: string, body: Blob) => void written.push({ path, body }) };
    const events = await collect(library.export('some/model', target, never));
    expect(events.at(-1)).toMatchObject({ type: 'export-end', folder: 'some/model', files: 3 });
    expect(written.map(({ path }) => path)).toContain('some/model/onnx/model_q4.onnx');
    await library.remove('some/model', never);
    await collect(library.importFiles(written, never));
    expect(await store.listModels()).toMatchObject([
      { manifest: { id: 'some/model' }, dtypes: ['q4'] },
    ]);
  });
});

describe('making room', () => {
  it('frees the least recently used, and no more than needed', async () => {
    const described = await library.describe('some/model', never);
    const models = ['old', 'older', 'new'].map((id, index) => ({
      manifest: { ...described, id },
      dtypes: [],
      installedAt: 0,
      lastUsedAt: [2, 1, 3][index] ?? 0,
    }));
    const use = {
      models: Object.fromEntries(
        models.map(({ manifest }) => [manifest.id, { sizeBytes: 10, ownBytes: 10 }]),
      ),
      unfinishedBytes: 0,
      totalBytes: 30,
    };
    const ids = (missing: number, keep = '') =>
      chooseEvictions(models, use, missing, keep).map(({ manifest }) => manifest.id);
    expect(ids(5)).toEqual(['older']);
    expect(ids(15)).toEqual(['older', 'old']);
    expect(ids(5, 'older')).toEqual(['old']);
    expect(ids(31)).toEqual([]);
  });
});
