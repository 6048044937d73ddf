import type { Page } from 'playwright';

/** A request as it is handed to the page. Bodies are in base64. */
interface PageRequest {
  url: string;
  method: string;
  headers: [name: string, value: string][];
  body: string | null;
}

interface PageResponse {
  id: number;
  status: number;
  headers: [name: string, value: string][];
}

declare global {
  /** What is being answered in the page, by number. */
  var answering: Map<
    number,
    { reader: ReadableStreamDefaultReader<Uint8Array> | undefined; abort(): void }
  >;
}

/**
 * `fetch` as the page has it, so through its service worker, for programs outside the browser. Both
 * streaming and giving up reach the page.
 */
export function fetchInPage(page: Page): typeof fetch {
  let count = 0;
  return async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    const id = count++;
    const abort = () => void page.evaluate(abortInPage, id).catch(() => undefined);
    request.signal.addEventListener('abort', abort, { once: true });
    const asked = await describe(request);
    const { status, headers } = await page.evaluate(startInPage, { id, asked });
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const chunk = await page.evaluate(readInPage, id);
          if (request.signal.aborted) return controller.error(request.signal.reason);
          if (chunk === null) controller.close();
          else controller.enqueue(Buffer.from(chunk, 'base64'));
        },
        cancel: abort,
      },
      { highWaterMark: 0 },
    );
    return new Response(body, { status, headers });
  };
}

async function describe(request: Request): Promise<PageRequest> {
  const bytes = Buffer.from(await request.arrayBuffer());
  return {
    url: request.url,
    method: request.method,
    headers: [...request.headers],
    body: bytes.length > 0 ? bytes.toString('base64') : null,
  };
}

/** The rest runs in the page, and takes nothing of this file with it. */
async function startInPage({
  id,
  asked,
}: {
  id: number;
  asked: PageRequest;
}): Promise<PageResponse> {
  globalThis.answering ??= new Map();
  const controller = new AbortController();
  globalThis.answering.set(id, { reader: undefined, abort: () => controller.abort() });
  const { url, method, headers, body } = asked;
  const bytes = body === null ? null : Uint8Array.from(atob(body), (char) => char.charCodeAt(0));
  const response = await fetch(url, { method, headers, body: bytes, signal: controller.signal });
  const reader = response.body?.getReader();
  globalThis.answering.set(id, { reader, abort: () => controller.abort() });
  return { id, status: response.status, headers: [...response.headers] };
}

async function readInPage(id: number): Promise<string | null> {
  const { done, value } = (await globalThis.answering.get(id)?.reader?.read()) ?? { done: true };
  if (done) globalThis.answering.delete(id);
  if (done || !value) return null;
  let text = '';
  for (const byte of value) text += String.fromCharCode(byte);
  return btoa(text);
}

function abortInPage(id: number): void {
  globalThis.answering?.get(id)?.abort();
  globalThis.answering?.delete(id);
}
