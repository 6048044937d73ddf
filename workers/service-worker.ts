import { matchPrecache, precache } from 'workbox-precaching';
import { EMBED_PAGE, ISOLATION_HEADERS } from '../src/api/studio-headers.ts';
import { allowOrigin, widenPolicy } from './allowed-origins.ts';
import { isReset, reset } from './reset.ts';
import { findApiPath, isLeftToServer, passToPage } from './api-passage.ts';
import { RUNTIME_CACHE, type ServiceWorkerMessage } from './service-worker-messages.ts';
import { keepShared, SHARE_PATH } from './shared-pictures.ts';

interface BuiltFile {
  url: string;
  revision: string | null;
}
declare const self: ServiceWorkerGlobalScope;

const manifest = self.__WB_MANIFEST as BuiltFile[];
/** Large files that few visitors need: kept when they were used, not before. */
const isRuntime = ({ url }: BuiltFile) => url.endsWith('.wasm') || isKeptOnUse(url);
const isKeptOnUse = (url: string) =>
  /assets\/(?:(?:web-llm|wllama|vips|c2pa)[-_]|text-fonts\/)/.test(url);
const runtimeUrls = manifest
  .filter(isRuntime)
  .map(({ url }) => new URL(url, self.location.href).href);

/**
 * On the first visit no runtime is kept, and to pass through here would make the way of its many
 * megabytes longer.
 */
let isFirstVisit = false;

precache(manifest.filter((entry) => !isRuntime(entry)));
self.addEventListener('install', () => {
  isFirstVisit = self.registration.active === null;
});

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), forgetOldRuntimes()]));
});

self.addEventListener('message', (event: ExtendableMessageEvent) => {
  const message = event.data as ServiceWorkerMessage;
  if (message.type === 'activate-update') event.waitUntil(self.skipWaiting());
  if (message.type === 'allow-hub' || message.type === 'allow-companion') {
    const use = message.type === 'allow-hub' ? 'hub' : 'companion';
    const allowed = allowOrigin(use, message.origin);
    event.waitUntil(allowed.then(() => event.ports[0]?.postMessage('allowed')));
  }
  if (message.type === 'keep-runtimes') event.waitUntil(keepRuntimes(message.urls, message.cache));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method === 'POST' && url.href === new URL(SHARE_PATH, self.registration.scope).href)
    return event.respondWith(keepShared(request, self.registration.scope));
  if (isReset(request)) return event.respondWith(reset(self.registration));
  const apiPath = findApiPath(request);
  if (apiPath !== undefined)
    return isLeftToServer() ? undefined : event.respondWith(passToPage(request, apiPath));
  if (request.method !== 'GET' || url.origin !== self.location.origin || isWeights(url)) return;
  if (isFirstVisit && runtimeUrls.includes(url.href) && !isKeptOnUse(url.pathname)) return;
  if (pathInScope(url) === EMBED_PAGE)
    return event.respondWith(matchPrecache(EMBED_PAGE).then((kept) => kept ?? fetch(request)));
  event.respondWith(respond(request, url).then(isolate).then(widenPolicy));
});

/** Weights have a store of their own, and its downloads want the network as it is. */
function isWeights(url: URL): boolean {
  const path = pathInScope(url);
  return path.startsWith('starter/') || path.startsWith('hub/');
}

function pathInScope({ pathname }: URL): string {
  return pathname.slice(new URL(self.registration.scope).pathname.length);
}

async function respond(request: Request, url: URL): Promise<Response> {
  if (request.mode === 'navigate') return (await matchPrecache('index.html')) ?? fetch(request);
  const kept =
    (await matchPrecache(url.href)) ?? (await caches.match(url.href, { cacheName: RUNTIME_CACHE }));
  if (kept) return kept;
  const fetched = await fetch(request);
  if (fetched.ok && isKeptOnUse(url.pathname))
    await (await caches.open(RUNTIME_CACHE)).put(request, fetched.clone());
  return fetched;
}

/** Cross-origin isolation for hosts that cannot send headers: wasm has its threads only with it. */
function isolate(response: Response): Response {
  if (response.type === 'opaque' || response.headers.has('Cross-Origin-Embedder-Policy'))
    return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(ISOLATION_HEADERS)) headers.set(name, value);
  return new Response(response.body, {
    status: response.status,
    statusText: response.statusText,
    headers,
  });
}

async function keepRuntimes(
  urls: readonly string[],
  cached: 'force-cache' | 'only-if-cached',
): Promise<void> {
  const cache = await caches.open(RUNTIME_CACHE);
  const kept = new Set((await cache.keys()).map(({ url }) => url));
  // The page has just loaded them: the HTTP cache has them, or had no room.
  const missing = urls.filter((url) => runtimeUrls.includes(url) && !kept.has(url));
  const requests = missing.map((url) => new Request(url, { cache: cached, mode: 'same-origin' }));
  await cache.addAll(requests).catch(() => undefined);
  isFirstVisit = false;
}

async function forgetOldRuntimes(): Promise<void> {
  const cache = await caches.open(RUNTIME_CACHE);
  const old = (await cache.keys()).filter(({ url }) => !runtimeUrls.includes(url));
  await Promise.all(old.map((request) => cache.delete(request)));
}
