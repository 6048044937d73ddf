const PREFIX = 'triptych';
const DATABASES = [
  'triptych',
  'triptych-weights',
  'triptych-values',
  'triptych-gpu-verdicts',
  'triptych-bulk',
  'triptych-studio',
  'triptych-batches',
  'triptych-cache',
];
/**
 * A tab that does not let go of a database is not waited for: it is deleted when that tab is
 * closed.
 */
const LET_GO_WITHIN_MS = 5000;

/** In the storage of this tab's session: everything is to be deleted when the page starts. */
const PENDING = 'triptych.delete-everything';

/**
 * Deletes all that this site has stored: databases, settings, the copy for offline use. What others
 * keep on the same origin stays. The page starts over first, so that nothing is left that could
 * still write: an answer, a reading, a picture, a download.
 */
export async function deleteEverything(): Promise<void> {
  const session = readStorage('sessionStorage');
  session?.setItem(PENDING, 'yes');
  if (!session) await deleteNow();
  startOver();
}

/** Call before anything is opened. `true`: a deletion was due; it is done, and the page reloads. */
export async function finishDeletion(): Promise<boolean> {
  if (!readStorage('sessionStorage')?.getItem(PENDING)) return false;
  await deleteNow();
  startOver();
  return true;
}

function startOver(): void {
  history.replaceState(null, '', '#/');
  location.reload();
}

async function deleteNow(): Promise<void> {
  await Promise.all([...DATABASES.map(deleteDatabase), deleteCaches()]);
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  await registration?.unregister();
  for (const storage of [readStorage('localStorage'), readStorage('sessionStorage')])
    for (const key of Object.keys(storage ?? {}))
      if (key.startsWith(PREFIX)) storage?.removeItem(key);
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
