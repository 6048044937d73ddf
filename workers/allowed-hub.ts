import { isHubOrigin } from '../src/engine/models/hub/hub-address.ts';
import { contentSecurityPolicy, HUB_ORIGINS } from '../src/api/studio-headers.ts';

/** Where the choice is kept: a service worker ends when nobody needs it. */
const CACHE = 'triptych-allowed-hub';
const KEY = 'origin';

let known: Promise<string | null> | undefined;

/**
 * Remembers the origin of the one hub that the user has chosen besides those of the policy; what is
 * no origin stands for none.
 */
export async function allowHub(origin: unknown): Promise<void> {
  const allowed = isHubOrigin(origin) ? origin : null;
  const cache = await caches.open(CACHE);
  if (allowed === null) await cache.delete(KEY);
  else await cache.put(KEY, new Response(allowed));
  known = Promise.resolve(allowed);
}

/** A response whose policy, where it has one, lets the page talk to the chosen hub as well. */
export async function widenPolicy(response: Response): Promise<Response> {
  if (!response.headers.has('Content-Security-Policy')) return response;
  const origin = await (known ??= readAllowed());
  if (origin === null) return response;
  const headers = new Headers(response.headers);
  headers.set('Content-Security-Policy', contentSecurityPolicy([...HUB_ORIGINS, origin]));
  return new Response(response.body, {
    status: response.status,
    statusText: response.statusText,
    headers,
  });
}

async function readAllowed(): Promise<string | null> {
  const cache = await caches.open(CACHE);
  const origin = await (await cache.match(KEY))?.text();
  return isHubOrigin(origin) ? origin : null;
}
