import { afterEach, describe, expect, it } from 'vitest';
import { answerRequest } from './answer-request.ts';
import { isApiPath, isForPeople } from './api-paths.ts';
import type { BridgedRequest, BridgeMessage, BridgeTarget } from './bridge-messages.ts';
import { choosePage, rankPage } from './choose-page.ts';
import { forwardRequest } from './forward-request.ts';
import { answerWithoutPage } from './no-page.ts';

const BASE = 'http://studio.test/sub/';
const opened: MessagePort[] = [];
afterEach(() => opened.splice(0).forEach((port) => port.close()));

/** A page at the other end of a channel. */
function openPage(onMessage: (message: BridgeMessage) => void): BridgeTarget {
  const { port1, port2 } = new MessageChannel();
  port2.onmessage = ({ data }: MessageEvent<BridgeMessage>) => onMessage(data);
  opened.push(port1, port2);
  return port1;
}

function bridge(handle: (request: Request) => Response | Promise<Response>) {
  const ended: Promise<void>[] = [];
  const page = openPage((message) =>
    ended.push(answerRequest(message as BridgedRequest, BASE, handle)),
  );
  const fetchThrough = (path: string, init?: RequestInit) =>
    forwardRequest(new Request(new URL(path, 'http://client.test/'), init), path, page);
  return { fetchThrough, ended };
}

const tick = (ms = 20) => new Promise((resolve) => setTimeout(resolve, ms));
const encode = (text: string) => new TextEncoder().encode(text);

/** Counts what is read of it; has no end. */
function countingStream() {
  const seen = { chunks: 0, isCancelled: false };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => controller.enqueue(encode(`${seen.chunks++} `)),
      cancel: () => void (seen.isCancelled = true),
    },
    { highWaterMark: 0 },
  );
  return { seen, stream };
}

describe('the bridge', () => {
  it('carries method, address, headers, bodies and status', async () => {
    const { fetchThrough, ended } = bridge(async (request) => {
      const { method, url } = request;
      const said = { method, url, type: request.headers.get('content-type') };
      return Response.json({ ...said, text: await request.text() }, { status: 418 });
    });
    const response = await fetchThrough('v1/models?a=b', {
      method: 'POST',
      body: 'Grüße',
      headers: { 'content-type': 'text/x-greeting' },
    });
    expect(response.status).toBe(418);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({
      method: 'POST',
      url: 'http://studio.test/sub/v1/models?a=b',
      type: 'text/x-greeting',
      text: 'Grüße',
    });
    await ended[0];
  });

  it('carries an answer without a body', async () => {
    const { fetchThrough } = bridge(() => new Response(null, { status: 204 }));
    const response = await fetchThrough('jobs/1');
    expect([response.status, response.body]).toEqual([204, null]);
  });

  it('streams without loss or change of order', async () => {
    const { fetchThrough } = bridge((request) => new Response(request.body));
    const sent = Array.from({ length: 500 }, (_, index) => `${index};`);
    const body = new ReadableStream({
      start(controller) {
        sent.forEach((text) => controller.enqueue(encode(text)));
        controller.close();
      },
    });
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
    const response = await fetchThrough('process', init);
    expect(await response.text()).toBe(sent.join(''));
  });

  it('sends of a chunk no more than it shows of its buffer', async () => {
    const part = encode('0123456789').subarray(3, 5);
    const { fetchThrough } = bridge(
      () => new Response(new ReadableStream({ start: (c) => (c.enqueue(part), c.close()) })),
    );
    const reader = (await fetchThrough('x')).body?.getReader();
    const { value } = (await reader?.read()) ?? {};
    expect([value?.byteLength, value?.buffer.byteLength, part.byteLength]).toEqual([2, 2, 2]);
  });

  it('reads little ahead of a reader that stands still', async () => {
    const { seen, stream } = countingStream();
    const { fetchThrough } = bridge(() => new Response(stream));
    const reader = (await fetchThrough('v1/chat/completions')).body?.getReader();
    await reader?.read();
    await tick();
    const before = seen.chunks;
    expect(before).toBeLessThanOrEqual(12);
    for (let read = 0; read < 20; read++) await reader?.read();
    await tick();
    expect(seen.chunks - before).toBe(20);
    await reader?.cancel();
  });

  it('ends the work when the answer is cancelled', async () => {
    const { seen, stream } = countingStream();
    let signal: AbortSignal | undefined;
    const { fetchThrough, ended } = bridge((request) => {
      ({ signal } = request);
      return new Response(stream);
    });
    const response = await fetchThrough('v1/chat/completions');
    await response.body?.cancel();
    await ended[0];
    expect(seen.isCancelled).toBe(true);
    expect(signal?.aborted).toBe(true);
  });

  it.each([
    ['before there is an answer', 0],
    ['while it streams', 50],
  ])('ends the work when the request is aborted %s', async (_, afterMs) => {
    const stop = new AbortController();
    const { seen, stream } = countingStream();
    let signal: AbortSignal | undefined;
    const { fetchThrough, ended } = bridge(async (request) => {
      ({ signal } = request);
      if (afterMs === 0) stop.abort();
      await tick();
      return new Response(stream);
    });
    const answered = fetchThrough('v1/responses', { signal: stop.signal });
    if (afterMs === 0) await expect(answered).rejects.toMatchObject({ name: 'AbortError' });
    else await answered;
    stop.abort();
    await tick();
    await Promise.all(ended);
    expect(signal?.aborted).toBe(true);
    expect(seen.isCancelled).toBe(true);
  });

  it('says that an answer broke off', async () => {
    const broken = new ReadableStream({
      pull(controller) {
        controller.error(new Error('The disk is gone.'));
      },
    });
    const { fetchThrough } = bridge(() => new Response(broken));
    await expect((await fetchThrough('x')).text()).rejects.toThrow('The disk is gone.');
  });

  it('fails as a network does where the answer fails', async () => {
    const { fetchThrough } = bridge(() => Promise.reject(new Error('Nothing works.')));
    await expect(fetchThrough('x')).rejects.toThrow(new TypeError('Nothing works.'));
  });

  it('fails where the page closes in the middle', async () => {
    const { stream } = countingStream();
    const { port1, port2 } = new MessageChannel();
    const page = openPage((message) => {
      const { port } = message as BridgedRequest;
      port.postMessage({ type: 'api-response', status: 200, headers: [], body: port2 }, [port2]);
    });
    const response = await forwardRequest(new Request('http://a.test/'), 'x', page);
    port1.close();
    await expect(response.text()).rejects.toThrow('gone');
    await stream.cancel();
  });
});

describe('the page that answers', () => {
  const page = (rank: number | null, afterMs = 0) =>
    openPage(({ type, port }) => {
      if (type !== 'api-ask' || rank === null) return;
      setTimeout(() => port.postMessage({ rank }), afterMs);
    });

  it('is the one that has most to offer, and of equals the first', async () => {
    const pages = [page(0), page(2), page(2, 30)];
    expect(await choosePage(pages, { path: 'v1/models' })).toBe(pages[1]);
  });

  it('is one that answers at all', async () => {
    const pages = [page(null), page(1)];
    expect(await choosePage(pages, { path: 'v1/models' })).toBe(pages[1]);
  });

  it('is none where there is none', async () => {
    expect(await choosePage([], { path: 'v1/models' })).toBeUndefined();
  });

  it('ranks by what is in memory', () => {
    const wanted = { path: 'v1/chat/completions', model: 'a/b' };
    expect(rankPage(wanted, { resident: { chat: 'a/b' }, task: 'chat' })).toBe(2);
    expect(rankPage(wanted, { resident: { chat: 'c/d' }, task: 'chat' })).toBe(1);
    expect(rankPage(wanted, { resident: { image: 'c/d' }, task: 'chat' })).toBe(0);
  });
});

it('knows its routes from files', () => {
  const routes = [
    'v1/models',
    'v1/chat/completions',
    'generate',
    'generate/async',
    'jobs/1/events',
    'files/1.png',
  ];
  const files = [
    '',
    'index.html',
    'assets/generate-1.js',
    'v1',
    'generated.js',
    'jobs.html',
    'hub/v1/x',
  ];
  expect(routes.filter((path) => !isApiPath(path))).toEqual([]);
  expect(files.filter(isApiPath)).toEqual([]);
});

it('lets people open the documents and pictures, and no other route', () => {
  expect(['docs', 'files/a.png'].map(isForPeople)).toEqual([true, true]);
  expect(['', 'v1/models', 'docs/rapidoc.js', 'index.html'].filter(isForPeople)).toEqual([]);
});

it('says in the form of the route that there is no page', async () => {
  const openAi = answerWithoutPage('v1/models');
  expect([openAi.status, openAi.headers.has('x-request-id')]).toEqual([503, true]);
  expect(await openAi.json()).toMatchObject({ error: { code: 'no_page', param: null } });
  expect(await answerWithoutPage('generate').json()).toMatchObject({
    code: 'NO_PAGE',
    details: {},
  });
  expect(await answerWithoutPage('docs').text()).toMatch(/^No page of Triptych is open/);
});
