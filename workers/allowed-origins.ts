import { isHubOrigin } from '../src/engine/models/hub/hub-address.ts';
import { contentSecurityPolicy, HUB_ORIGINS } from '../src/api/studio-headers.ts';

/** Where the choice is kept: a service worker ends when nobody needs it. */
const CACHE = 'triptych-allowed-hub';

/** What servers of a person's choice are for, and under which key each is kept. */
const KEYS = { hub: 'origin', companion: 'companion' } as const;
export type AllowedUse = keyof typeof KEYS;
const USES = Object.keys(KEYS) as AllowedUse[];

let known: Promise<readonly string[]> | undefined;

/**
 * Remembers the origin of the one server that the user has chosen for a use, besides those of the
 * policy; anything but an origin stands for none.
 */
export async function allowOrigin(use: AllowedUse, origin: unknown): Promise<void> {
  const cache = await caches.open(CACHE);
  if (isHubOrigin(origin)) await cache.put(KEYS[use], new Response(origin));
  else await cache.delete(KEYS[use]);
  known = readAllowed();
  await known;
}

/** Lets no server of the user's choice through any more. */
export async function forgetOrigins(): Promise<void> {
  for (const use of USES) await allowOrigin(use, null);
}

/** A response whose policy, where it has one, lets the page talk to the chosen servers as well. */
export async function widenPolicy(response: Response): Promise<Response> {
  if (!response.headers.has('Content-Security-Policy')) return response;
  const origins = await (known ??= readAllowed());
  if (origins.length === 0) return response;
  const headers = new Headers(response.headers);
  headers.set('Content-Security-Policy', contentSecurityPolicy([...HUB_ORIGINS, ...origins]));
  return new Response(response.body, {
    status: response.status,
    statusText: response.statusText,
    headers,
  });
}

async function readAllowed(): Promise<readonly string[]> {
  const cache = await caches.open(CACHE);
  const kept = USES.map(async (use) => (await cache.match(KEYS[use]))?.text());
  return (await Promise.all(kept)).filter(isHubOrigin);
}
