import { existsSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { get as getOverHttp } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { serve, type ServerType } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compressBuild } from './precompress.ts';
import { serveStudio } from './serve-studio.ts';

const script = 'export const answer = 42;\n'.repeat(200_000);
const RUNTIME = '/assets/ort-wasm-1.wasm';

let folder: string;
let cache: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'studio-'));
  cache = join(folder, '..', `${folder.split('/').at(-1)}-cache`);
  await mkdir(join(folder, 'assets'));
  await writeFile(
    join(folder, 'index.html'),
    `<!doctype html><title>Triptych</title>${'<p>'.repeat(300)}`,
  );
  await writeFile(join(folder, RUNTIME), script);
  await writeFile(join(folder, 'assets/empty.js'), '');
  await writeFile(join(folder, 'assets/picture.png'), script);
  await compressBuild(folder, cache);
});
afterAll(() =>
  Promise.all([folder, cache].map((path) => rm(path, { recursive: true, force: true }))),
);

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  serveStudio({ folder, modelFolders: [] }).request(path, { headers, method });
const bodyOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

describe('the compressed build', () => {
  it('keeps smaller forms beside the file, and lists the sizes of larger parts', async () => {
    expect((await readdir(join(folder, 'assets'))).sort()).toEqual([
      'empty.js',
      'ort-wasm-1.wasm',
      'ort-wasm-1.wasm.br',
      'ort-wasm-1.wasm.gz',
      'picture.png',
    ]);
    const sizes = JSON.parse(await readFile(join(folder, 'transfer-sizes.json'), 'utf8')) as Record<
      string,
      number[]
    >;
    const encoded = (await readFile(join(folder, `${RUNTIME}.br`))).length;
    expect(sizes).toEqual({ 'assets/ort-wasm-1.wasm': [script.length, encoded] });
  });

  it('reuses cached results, and drops stale ones', async () => {
    const before = await readdir(cache);
    await writeFile(join(cache, 'old.br'), '');
    const kept = before.find((name) => name.endsWith('.br')) ?? '';
    const { mtimeMs } = statSync(join(cache, kept));
    await compressBuild(folder, cache);
    expect(await readdir(cache)).toContain(kept);
    expect(await readdir(cache)).not.toContain('old.br');
    expect(statSync(join(cache, kept)).mtimeMs).toBe(mtimeMs);
  });

  it('compresses several files with the same content at once', async () => {
    const twins = await mkdtemp(join(tmpdir(), 'twins-'));
    const names = Array.from({ length: 8 }, (_, index) => `page-${index}.html`);
    for (const name of names) await writeFile(join(twins, name), script);
    await compressBuild(twins, join(twins, 'cache'));
    expect(await readdir(twins)).toEqual(expect.arrayContaining(names.map((name) => `${name}.br`)));
    await rm(twins, { recursive: true });
  });
});

describe('the studio', () => {
  it.each([
    ['br', 'gzip, deflate, br, zstd', brotliDecompressSync],
    ['gzip', 'gzip;q=1.0, br;q=0.5', gunzipSync],
    ['gzip', 'GZIP', gunzipSync],
    ['br', '*', brotliDecompressSync],
  ] as const)('sends %s to a browser that accepts "%s"', async (encoding, accepted, decode) => {
    const response = await ask(RUNTIME, { 'accept-encoding': accepted });
    const body = await bodyOf(response);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-encoding': encoding,
      'content-length': String(body.length),
      'content-type': 'application/wasm',
      vary: 'Accept-Encoding',
    });
    expect(decode(body).toString()).toBe(script);
  });

  it.each([undefined, '', 'br;q=0', 'zstd', 'gzip;q=nonsense', 'identity, *;q=0'])(
    'sends the uncompressed file to a browser that accepts "%s"',
    async (accepted) => {
      const response = await ask(
        RUNTIME,
        accepted === undefined ? {} : { 'accept-encoding': accepted },
      );
      expect(response.headers.get('content-encoding')).toBeNull();
      expect(response.headers.get('vary')).toBe('Accept-Encoding');
      expect((await bodyOf(response)).toString()).toBe(script);
    },
  );

  it('sends ranges of the file itself, never of a compressed form', async () => {
    const ranges: readonly [string, number, string][] = [
      ['bytes=3-7', 206, script.slice(3, 8)],
      ['bytes=5199990-', 206, script.slice(5_199_990 - script.length)],
      [`bytes=${script.length - 4}-${script.length + 100}`, 206, script.slice(-4)],
      ['bytes=-6', 206, script.slice(-6)],
      ['bytes=99999999-', 416, ''],
      ['bytes=-0', 416, ''],
      ['bytes=0-1,5-6', 200, script],
      ['bytes=7-3', 200, script],
      ['lines=1-2', 200, script],
    ];
    for (const [range, status, body] of ranges) {
      const response = await ask(RUNTIME, { range, 'accept-encoding': status === 200 ? '' : 'br' });
      expect([range, response.status]).toEqual([range, status]);
      expect(response.headers.get('content-encoding')).toBeNull();
      expect((await bodyOf(response)).toString() === body, range).toBe(true);
    }
  });

  it('gives each form its own ETag, and 304 to whoever has it', async () => {
    const plain = (await ask(RUNTIME)).headers.get('etag') ?? '';
    const brotli = (await ask(RUNTIME, { 'accept-encoding': 'br' })).headers.get('etag') ?? '';
    expect(brotli).not.toBe(plain);
    const again = await ask(RUNTIME, {
      'accept-encoding': 'br',
      'if-none-match': `"other", W/${brotli}`,
    });
    expect([again.status, again.headers.get('etag'), again.headers.get('vary')]).toEqual([
      304,
      brotli,
      'Accept-Encoding',
    ]);
    expect((await ask(RUNTIME, { 'if-none-match': brotli })).status).toBe(200);
    expect((await ask(RUNTIME, { range: 'bytes=0-1', 'if-range': brotli })).status).toBe(200);
    expect((await ask(RUNTIME, { range: 'bytes=0-1', 'if-range': plain })).status).toBe(206);
  });

  it('caches hashed files forever and revalidates the rest, with its headers on every answer', async () => {
    expect((await ask(RUNTIME)).headers.get('cache-control')).toContain('immutable');
    expect((await ask('/')).headers.get('cache-control')).toBe('no-cache');
    for (const path of ['/', RUNTIME, '/none', '/%'])
      expect((await ask(path)).headers.get('cross-origin-embedder-policy'), path).toBe(
        'require-corp',
      );
  });

  it.each([
    ['/%', 400],
    ['/%E0%A4%A', 400],
    ['/assets/%ff.js', 400],
    ['/index.html%00.js', 400],
    ['/none.js', 404],
    ['/assets', 404],
    ['/%2e%2e/%2e%2e/etc/passwd', 404],
    ['/..%2f..%2fetc/passwd', 404],
    ['/assets/empty.js', 200],
    ['/assets/empty%2Ejs', 200],
  ])('answers %s with %i', async (path, status) => {
    expect((await ask(path)).status).toBe(status);
  });
});

it('answers under its own names only', async () => {
  const under = (host: string) =>
    serveStudio({ folder, modelFolders: [], names: ['den.lan'] }).request('/', {
      headers: { host },
    });
  expect((await under('den.lan:4173')).status).toBe(200);
  expect((await under('evil.example')).status).toBe(421);
});

/** Only where the operating system lists a process's open files. */
const OPEN_FILES = '/proc/self/fd';

describe.skipIf(!existsSync(OPEN_FILES))('the studio on a socket', { timeout: 60_000 }, () => {
  let server: ServerType;
  let port = 0;
  beforeAll(
    () =>
      new Promise<void>((done) => {
        const { fetch } = serveStudio({ folder, modelFolders: [] });
        server = serve({ fetch, hostname: '127.0.0.1', port: 0 }, (info) => {
          port = info.port;
          done();
        });
      }),
  );
  afterAll(() => void server.close());

  async function countOpen(): Promise<number> {
    const links = await Promise.all(
      (await readdir(OPEN_FILES)).map((name) => readlink(join(OPEN_FILES, name)).catch(() => '')),
    );
    return links.filter((link) => link.startsWith(folder)).length;
  }

  it('opens no file for HEAD', async () => {
    for (let count = 0; count < 200; count++) {
      const response = await fetch(`http://127.0.0.1:${port}${RUNTIME}`, { method: 'HEAD' });
      expect(response.headers.get('content-length')).toMatch(/^\d+$/);
    }
    expect(await countOpen()).toBe(0);
  });

  it('closes the files of a thousand aborted requests', async () => {
    const giveUp = (whenAnswered: boolean) =>
      new Promise<void>((done) => {
        const request = getOverHttp({ host: '127.0.0.1', port, path: RUNTIME, agent: false });
        request.on('error', () => undefined);
        request.on('close', () => done());
        if (whenAnswered)
          request.on('response', (response) => response.once('data', () => request.destroy()));
        else
          request.on('socket', (socket) =>
            socket.on('connect', () => setImmediate(() => request.destroy())),
          );
      });
    for (let round = 0; round < 50; round++)
      await Promise.all(Array.from({ length: 20 }, (_, index) => giveUp(index % 2 === 0)));
    await expect.poll(countOpen, { timeout: 10_000 }).toBe(0);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  });

  it('goes on after a file that shrinks or cannot be read, and after requests that are none', async () => {
    await writeFile(join(folder, 'assets/shrinking.png'), script);
    const response = await fetch(`http://127.0.0.1:${port}/assets/shrinking.png`);
    await writeFile(join(folder, 'assets/shrinking.png'), '');
    await expect(response.arrayBuffer()).rejects.toThrow();
    const send = (text: string) =>
      new Promise<void>((done) => {
        const socket = connect(port, '127.0.0.1', () => socket.end(text));
        socket
          .on('error', () => undefined)
          .on('close', () => done())
          .resume();
      });
    for (const line of [
      'nonsense',
      'GET /\0 HTTP/1.1',
      'GET //[ HTTP/1.1',
      'GET http://[/ HTTP/1.1',
      'OPTIONS * HTTP/1.1',
      'CONNECT x:1 HTTP/1.1',
    ])
      for (const host of ['localhost', '[', '%', ''])
        await send(`${line}\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  });
});
