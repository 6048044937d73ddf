import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeRepository } from '../src/engine/models/describe-repository.ts';
import { listFiles, listRepositories, type Hub } from '../src/engine/models/hub.ts';
import { createHubMirror } from './hub-mirror.ts';

const bytes = Buffer.from('0123456789');
const config = JSON.stringify({
  architectures: ['LlamaForCausalLM'],
  model_type: 'llama',
  max_position_embeddings: 2048,
});

describe('the hub mirror', () => {
  let hub: Hub;
  let get: (path: string, headers?: Record<string, string>) => Promise<Response>;

  beforeAll(async () => {
    const root = await mkdtemp(join(tmpdir(), 'mirror-'));
    await mkdir(join(root, 'owner/model/onnx'), { recursive: true });
    await mkdir(join(root, 'owner/other'), { recursive: true });
    await writeFile(join(root, 'owner/model/onnx/model_q4.onnx'), bytes);
    await writeFile(join(root, 'owner/model/config.json'), config);
    await writeFile(join(root, 'owner/model/tokenizer.json'), '{}');
    await writeFile(join(root, 'secret.txt'), 'secret');
    const app = createHubMirror([root, join(root, 'missing')]);
    get = async (path, headers = {}) => app.request(path, { headers });
    hub = {
      url: 'http://mirror',
      fetch: (async (input: string, init?: RequestInit) => app.request(input, init)) as typeof fetch,
    };
  });

  it('lists repositories and their files with sizes and hashes', async () => {
    expect((await listRepositories(hub)).sort()).toEqual(['owner/model', 'owner/other']);
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    expect(await listFiles(hub, 'owner/model', 'main')).toContainEqual({
      path: 'onnx/model_q4.onnx',
      sizeBytes: 10,
      digest,
    });
  });

  it('gives enough to describe a model, and says what is none', async () => {
    expect(await describeRepository(hub, 'owner/model')).toMatchObject({
      id: 'owner/model',
      contextLength: 2048,
      variants: [{ dtype: 'q4', files: [{ path: 'onnx/model_q4.onnx', sizeBytes: 10 }] }],
      files: [{ path: 'config.json' }, { path: 'tokenizer.json' }],
    });
    await expect(describeRepository(hub, 'owner/other')).rejects.toMatchObject({ code: 'not_supported' });
    await expect(describeRepository(hub, 'owner/none')).rejects.toMatchObject({ code: 'model_not_found' });
  });

  it('sends whole files and parts of them', async () => {
    const path = '/owner/model/resolve/main/onnx/model_q4.onnx';
    const whole = await get(path);
    expect([whole.status, await whole.text(), whole.headers.get('content-length')]).toEqual([200, '0123456789', '10']);
    const part = await get(path, { range: 'bytes=4-6' });
    expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([206, '456', 'bytes 4-6/10']);
    expect(await (await get(path, { range: 'bytes=8-' })).text()).toBe('89');
    expect((await get(path, { range: 'bytes=10-' })).status).toBe(416);
  });

  it('sends everything when the part was asked of another version', async () => {
    const path = '/owner/model/resolve/main/onnx/model_q4.onnx';
    const etag = (await get(path)).headers.get('etag') ?? '';
    expect((await get(path, { range: 'bytes=4-', 'if-range': etag })).status).toBe(206);
    expect((await get(path, { range: 'bytes=4-', 'if-range': '"old"' })).status).toBe(200);
  });

  it('stays inside the folder', async () => {
    for (const path of ['..%2f..%2fsecret.txt', '%2e%2e/%2e%2e/secret.txt', 'onnx', 'none.bin'])
      expect((await get(`/owner/model/resolve/main/${path}`)).status, path).toBe(404);
  });
});
