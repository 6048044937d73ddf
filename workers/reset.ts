import { studioHeaders } from '../src/api/studio-headers.ts';
import { forgetOrigins } from './allowed-origins.ts';
import { RUNTIME_CACHE } from './service-worker-messages.ts';

/** Whether someone has opened the studio with `?reset` at the end of its address. */
export function isReset({ mode, url }: Request): boolean {
  return mode === 'navigate' && new URL(url).searchParams.has('reset');
}

/**
 * A way back that needs no page of the studio: servers that were allowed are forgotten, and, where
 * the server can be reached, the kept program as well, so that it is downloaded again. What people have
 * made, and models, are elsewhere and stay.
 */
export async function reset(registration: ServiceWorkerRegistration): Promise<Response> {
  const home = registration.scope;
  const isReachable = await fetch(home, { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );
  await forgetOrigins();
  if (isReachable) await forgetProgram(registration);
  return new Response(describeReset(home, isReachable), {
    headers: { 'Content-Type': 'text/html; charset=utf-8', ...studioHeaders() },
  });
}

async function forgetProgram(registration: ServiceWorkerRegistration): Promise<void> {
  const names = await caches.keys();
  const kept = names.filter((name) => name.startsWith('workbox-') || name === RUNTIME_CACHE);
  await Promise.all(kept.map((name) => caches.delete(name)));
  await registration.unregister();
}

/** Without styles and scripts: nothing may keep this page from being shown. */
function describeReset(home: string, isReachable: boolean): string {
  const what = isReachable
    ? 'The program will be downloaded again when you open it.'
    : 'The server cannot be reached, so the program that this browser keeps stays in use.';
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Triptych was reset</title>
<h1>Triptych was reset</h1>
<p>The addresses of a hub and a companion of your own are no longer let through. ${what}
Your conversations, pictures, readings and models are still here.</p>
<p><a href="${encodeURI(home)}">Open Triptych</a></p></html>`;
}
