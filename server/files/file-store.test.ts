import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDiskFiles } from './disk-files.ts';
import type { FileStore } from './file-store.ts';
import { createS3Files } from './s3-files.ts';

let folder: string;
let bucket: Server;
const stored = new Map<string, Buffer>();
let failures = 0;

/** As a store that speaks S3 answers: signed requests alone, 404 for what is not there. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'triptych-files-'));
  bucket = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const path = request.url ?? '';
    const isSigned = request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 Credential=key/');
    if (!isSigned) return response.writeHead(403).end();
    if (failures-- > 0) return response.writeHead(503).end();
    if (request.method === 'PUT') stored.set(path, Buffer.concat(parts));
    if (request.method === 'DELETE') stored.delete(path);
    if (request.method !== 'GET') return response.writeHead(200).end();
    const found = stored.get(path);
    return response.writeHead(found ? 200 : 404).end(found);
  });
  await new Promise<void>((done) => bucket.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  bucket.close();
  await rm(folder, { recursive: true });
});

const openS3 = (secretAccessKey = 'secret', accessKeyId = 'key') =>
  createS3Files({
    url: `http://127.0.0.1:${(bucket.address() as AddressInfo).port}/bucket/results`,
    accessKeyId,
    secretAccessKey,
  });
const KINDS: [string, () => FileStore][] = [
  ['a folder', () => createDiskFiles(join(folder, 'results'))],
  ['a bucket', openS3],
];

describe.each(KINDS)('files in %s', (_, open) => {
  it('are there as they were put, until they are replaced and removed', async () => {
    const files = open();
    expect(await files.get('a.json')).toBeUndefined();
    await files.put('a.json', new Uint8Array([0, 255]));
    expect(await files.get('a.json')).toEqual(new Uint8Array([0, 255]));
    await files.put('a.json', new Uint8Array([1]));
    expect(await files.get('a.json')).toEqual(new Uint8Array([1]));
    await files.remove('a.json');
    await files.remove('a.json');
    expect(await files.get('a.json')).toBeUndefined();
  });

  it.each(['../a', 'a/b', '', '.hidden', 'ä'])('refuse the name "%s"', async (name) => {
    await expect(async () => open().put(name, new Uint8Array([1]))).rejects.toThrow(/not the name/);
    await expect(async () => open().get(name)).rejects.toThrow(/not the name/);
  });
});

it('leaves no drafts in a folder', async () => {
  await createDiskFiles(folder).put('whole', new Uint8Array(1000));
  expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
});

it('removes with a file what was being written when its process was killed', async () => {
  const place = join(folder, 'killed');
  const files = createDiskFiles(place);
  await files.put('a.json', new Uint8Array([1]));
  await writeFile(join(place, 'a.json.part'), 'half');
  await files.remove('a.json');
  expect(await readdir(place)).toEqual([]);
});

it('repeats what a bucket could not do at once, and says what it refused', async () => {
  failures = 1;
  await openS3().put('again', new Uint8Array([7]));
  expect(stored.get('/bucket/results/again')).toEqual(Buffer.from([7]));
  await expect(openS3('secret', 'stranger').put('b', new Uint8Array([1]))).rejects.toThrow(
    /answered PUT with 403/,
  );
});
