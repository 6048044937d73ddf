import type { Studio } from '../studio.ts';

const PREFIX = 'triptych';
const DATABASES = ['triptych', 'triptych-weights', 'triptych-values', 'triptych-gpu-verdicts'];
/**
 * A tab that does not let go of a database is not waited for: it is deleted when that tab is
 * closed.
 */
const LET_GO_WITHIN_MS = 5000;

/**
 * Deletes all that this site has stored: databases, settings, the copy for offline use. What others
 * keep on the same origin stays. The page starts over.
 */
export async function deleteEverything({
  chatStore,
  speechStore,
  chat,
  diffusion,
  speech,
  stores,
}: Studio): Promise<void> {
  chatStore.getState().stop();
  speechStore.getState().stop();
  for (const engine of [chat, diffusion, speech]) engine.unload();
  stores.close();
  await Promise.all([...DATABASES.map(deleteDatabase), deleteCaches()]);
  for (const storage of [readStorage('localStorage'), readStorage('sessionStorage')])
    for (const key of Object.keys(storage ?? {}))
      if (key.startsWith(PREFIX)) storage?.removeItem(key);
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  await registration?.unregister();
  history.replaceState(null, '', '#/');
  location.reload();
}

function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = request.onerror = () => resolve();
      setTimeout(resolve, LET_GO_WITHIN_MS);
    } catch {
      // Where nothing may be stored there is nothing to delete.
      resolve();
    }
  });
}

/** Those of the service worker, by the names that it and workbox give them. */
async function deleteCaches(): Promise<void> {
  const scope = new URL('.', document.baseURI).href;
  const names = await caches.keys().catch(() => []);
  const own = names.filter(
    (name) => name.startsWith(PREFIX) || (name.startsWith('workbox') && name.endsWith(scope)),
  );
  await Promise.all(own.map((name) => caches.delete(name)));
}

function readStorage(name: 'localStorage' | 'sessionStorage'): Storage | undefined {
  try {
    return globalThis[name];
  } catch {
    return undefined;
  }
}
