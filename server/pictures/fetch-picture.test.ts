import type { LookupAddress } from 'node:dns';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { encodePng } from '../../src/engine/images/png.ts';
import { createPictureFetcher, type PictureFetcherOptions } from './fetch-picture.ts';
import { isPublicAddress } from './public-address.ts';

const PNG = await encodePng({
  width: 64,
  height: 64,
  data: new Uint8ClampedArray(64 * 64 * 4),
});
const LOCAL: LookupAddress = { address: '127.0.0.1', family: 4 };

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** A server on this machine, which stands for one of the internet. */
async function serve(answer: RequestListener, host = LOCAL.address) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.headers.host}${request.url}`);
    answer(request, response);
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, host, done));
  return { port: (server.address() as AddressInfo).port, asked };
}

const sendPng: RequestListener = (_, response) => void response.end(PNG);

/** With this machine counted as public, but nothing else that is not. */
function createFetcher(port: number, options: Partial<PictureFetcherOptions> = {}) {
  const resolved: string[] = [];
  const fetchPicture = createPictureFetcher({
    maxBytes: 1e6,
    resolve: async (name) => {
      resolved.push(name);
      return [LOCAL];
    },
    isAllowed: (address) => address === LOCAL.address || isPublicAddress(address),
    ports: [80, port],
    ...options,
  });
  return {
    resolved,
    ask: (url: string, signal = new AbortController().signal) => fetchPicture(url, signal),
  };
}

describe('a picture at an address', () => {
  it('is fetched under its name', async () => {
    const { port, asked } = await serve(sendPng);
    const { ask, resolved } = createFetcher(port);
    const file = await ask(`HTTP://pictures.example:${port}/a.png?b=1#c`);
    expect([file.type, new Uint8Array(await file.arrayBuffer())]).toEqual(['image/png', PNG]);
    expect(asked).toEqual([`pictures.example:${port}/a.png?b=1`]);
    expect(resolved).toEqual(['pictures.example']);
  });

  it('is what its bytes are, whatever the server says', async () => {
    const { port } = await serve((_, response) => {
      response.setHeader('content-type', 'text/html');
      // The first piece alone would not be recognized.
      response.write(PNG.subarray(0, 3));
      setTimeout(() => response.end(PNG.subarray(3)), 20);
    });
    expect((await createFetcher(port).ask(`http://a.example:${port}/`)).type).toBe('image/png');
  });

  it.each([
    ['a page', '<!doctype html><title>x</title>', 'not_supported', 'not a picture'],
    ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'not_supported', 'SVG'],
    ['nothing', '', 'not_supported', 'not a picture'],
  ])('is refused if it is %s', async (_, text, code, message) => {
    const { port } = await serve((_request, response) => {
      response.setHeader('content-type', 'image/png').end(text);
    });
    await expect(createFetcher(port).ask(`http://a.example:${port}/`)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  it('that is not a picture is not read to its end', async () => {
    let isClosed = false;
    const { port } = await serve((_, response) => {
      response.on('close', () => (isClosed = true));
      response.write('x'.repeat(10_000));
    });
    const asking = createFetcher(port).ask(`http://a.example:${port}/`);
    await expect(asking).rejects.toMatchObject({ code: 'not_supported' });
    await expect.poll(() => isClosed).toBe(true);
  });

  it('is refused when it is too large, whether the server says so or not', async () => {
    let sent = 0;
    const { port } = await serve(({ url }, response) => {
      if (url === '/said') {
        response.setHeader('content-length', 2e6);
        response.write(PNG);
        return;
      }
      response.write(PNG);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536;
      };
      response.on('drain', more);
      more();
    });
    const { ask } = createFetcher(port);
    for (const path of ['said', 'unsaid'])
      await expect(ask(`http://a.example:${port}/${path}`)).rejects.toMatchObject({
        code: 'limit_exceeded',
        details: { maxBytes: 1e6 },
      });
    expect(sent).toBeLessThan(50e6);
  });

  it('is refused when it takes too long, drop by drop', async () => {
    const { port } = await serve((_, response) => {
      const timer = setInterval(() => response.write(PNG.subarray(0, 8)), 20);
      response.on('close', () => clearInterval(timer));
    });
    const { ask } = createFetcher(port, { withinMs: 300 });
    await expect(ask(`http://a.example:${port}/`)).rejects.toMatchObject({
      code: 'invalid_request',
      message: 'The picture did not arrive within 0.3 seconds.',
    });
  });

  it('is given up when the request is', async () => {
    const { port, asked } = await serve(() => undefined);
    const gone = new AbortController();
    const asking = createFetcher(port).ask(`http://a.example:${port}/`, gone.signal);
    asking.catch(() => undefined);
    await expect.poll(() => asked.length).toBe(1);
    gone.abort();
    await expect(asking).rejects.toMatchObject({ code: 'aborted' });
  });

  it.each([
    [404, 'answered 404'],
    [304, 'answered 304'],
    [500, 'answered 500'],
  ])('is refused when its server answers %i', async (status, message) => {
    const { port } = await serve((_, response) => void response.writeHead(status).end());
    await expect(createFetcher(port).ask(`http://a.example:${port}/`)).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining(message),
    });
  });

  it('is refused when nobody knows or answers', async () => {
    const { port } = await serve(sendPng);
    const { ask } = createFetcher(port, { resolve: () => Promise.reject(new Error('ENOTFOUND')) });
    await expect(ask(`http://a.example:${port}/`)).rejects.toThrow('a.example is not known');
    servers.pop()?.close();
    const { ask: askNobody } = createFetcher(port);
    await expect(askNobody(`http://a.example:${port}/`)).rejects.toThrow('does not answer');
  });
});

describe('redirects', () => {
  const redirect = (to: (port: number) => string, port: () => number): RequestListener =>
    function (_, response) {
      response.writeHead(302, { location: to(port()) }).end();
    };

  it('are followed', async () => {
    const { port, asked } = await serve(({ url }, response) => {
      if (url === '/moved/a') response.writeHead(301, { location: '../b' }).end();
      else response.end(PNG);
    });
    const file = await createFetcher(port).ask(`http://a.example:${port}/moved/a`);
    expect([file.size, asked[1]]).toEqual([PNG.length, `a.example:${port}/b`]);
  });

  it.each([
    ['into the network', () => 'http://169.254.169.254/latest/meta-data', 'public internet'],
    ['to this machine', () => 'http://[::ffff:127.0.0.2]/', 'public internet'],
    ['to another port', () => 'http://a.example:6379/', 'ports'],
    ['to a file', () => 'file:///etc/passwd', 'http and https alone'],
    ['to no address', () => 'http://', 'not a valid address'],
    ['without an end', (port: number) => `http://a.example:${port}/`, 'more than 3 times'],
  ])('%s are not', async (_, to, message) => {
    let port = 0;
    const server = await serve(redirect(to, () => port));
    port = server.port;
    await expect(createFetcher(port).ask(`http://a.example:${port}/`)).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining(message),
    });
    expect(server.asked.length).toBe(message.startsWith('more') ? 4 : 1);
  });
});

describe('nothing of a network is asked', () => {
  it.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.0.0.1/',
    'http://0/',
    'http://[::1]/',
    'http://[::ffff:7f00:1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://10.0.0.1/',
    'http://169.254.169.254/',
    'http://100.64.0.1/',
    'http://[fd00:ec2::254]/',
  ])('%s', async (url) => {
    const { port, asked } = await serve(sendPng);
    const fetchPicture = createPictureFetcher({ maxBytes: 1e6, ports: [80, port] });
    const withPort = Object.assign(new URL(url), { port: String(port) }).href;
    await expect(fetchPicture(withPort, new AbortController().signal)).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('does not lead to the public internet'),
    });
    expect(asked).toEqual([]);
  });

  it.each([
    ['one', ['192.168.0.1']],
    ['one among public ones', ['93.184.215.14', '127.0.0.1']],
    ['none', []],
  ])('by a name that leads to %s', async (_, addresses) => {
    const { port, asked } = await serve(sendPng);
    const fetchPicture = createPictureFetcher({
      maxBytes: 1e6,
      ports: [port],
      resolve: async () => addresses.map((address) => ({ address, family: 4 })),
    });
    const asking = fetchPicture(`http://inner.example:${port}/`, new AbortController().signal);
    await expect(asking).rejects.toThrow('does not lead to the public internet');
    expect(asked).toEqual([]);
  });

  it('by a name that leads elsewhere once it was checked', async () => {
    // The attack: public when it is checked, inner when the connection is made.
    const inner = await serve(sendPng, '127.0.0.2');
    const outer = createServer((_, response) => void response.end(PNG));
    servers.push(outer);
    await new Promise<void>((done) => outer.listen(inner.port, LOCAL.address, done));
    let count = 0;
    const { ask } = createFetcher(inner.port, {
      resolve: async () => (count++ === 0 ? [LOCAL] : [{ address: '127.0.0.2', family: 4 }]),
    });
    expect((await ask(`http://rebound.example:${inner.port}/`)).size).toBe(PNG.length);
    // Asked again, it is checked again.
    await expect(ask(`http://rebound.example:${inner.port}/`)).rejects.toThrow('public internet');
    expect([count, inner.asked]).toEqual([2, []]);
  });

  it.each([
    ['http://a.example:22/', 'ports 80 and 443'],
    ['https://user:word@a.example/', 'without a name and password'],
    ['http://a b/', 'not a valid address'],
  ])('by %s', async (url, message) => {
    const fetchPicture = createPictureFetcher({ maxBytes: 1e6, resolve: async () => [LOCAL] });
    await expect(fetchPicture(url, new AbortController().signal)).rejects.toThrow(message);
  });
});
