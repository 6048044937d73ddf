import type { ServiceWorkerClient } from '../service-worker-client.ts';

const WITHIN_MS = 20_000;

/** Whether the server that the page comes from answers the API's routes itself. */
export function isServerApi(): boolean {
  return document.querySelector('meta[name="triptych-api"][content="server"]') !== null;
}

/** Waits until requests of this page reach the API; `false` where they never will. */
export async function whenServed(serviceWorker: ServiceWorkerClient): Promise<boolean> {
  if (isServerApi()) return true;
  const container = import.meta.env.PROD ? navigator.serviceWorker : undefined;
  if (!container) return false;
  if (container.controller) return true;
  serviceWorker.start();
  return new Promise((resolve) => {
    container.addEventListener('controllerchange', () => resolve(true), { once: true });
    setTimeout(() => resolve(false), WITHIN_MS);
  });
}
