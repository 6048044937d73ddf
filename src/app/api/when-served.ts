import { isServerApi } from '../is-server-api.ts';
import type { ServiceWorkerClient } from '../service-worker-client.ts';

const WITHIN_MS = 20_000;

/** Waits until requests of this page reach the API; `false` where they never will. */
export async function whenServed(serviceWorker: ServiceWorkerClient): Promise<boolean> {
  if (isServerApi()) return true;
  const container = import.meta.env.PROD ? navigator.serviceWorker : undefined;
  if (!container) return false;
  if (container.controller) return true;
  serviceWorker.start();
  return new Promise((resolve) => {
    container.addEventListener('controllerchange', () => resolve(true), { once: true });
    const giveUp = async () => {
      // The first visit of a slow line: it is still being fetched.
      if ((await container.getRegistration())?.installing) wait();
      else resolve(container.controller !== null);
    };
    const wait = () => setTimeout(() => void giveUp(), WITHIN_MS);
    wait();
  });
}
