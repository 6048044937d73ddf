import type { Page } from '@playwright/test';

const TIMEOUT_MS = 60_000;

/**
 * Resolves once the page is controlled by its service worker and that has kept a runtime: from then
 * on the studio needs no network.
 */
export async function waitUntilKeptOffline(page: Page): Promise<void> {
  // Asked from inside one evaluation: a promise given to `waitForFunction` counts as true at once.
  const isKept = await page.evaluate(async (timeoutMs) => {
    await navigator.serviceWorker.ready;
    for (
      const end = Date.now() + timeoutMs;
      Date.now() < end;
      await new Promise((next) => setTimeout(next, 100))
    )
      if ((await (await caches.open('triptych-runtimes')).keys()).length > 0) return true;
    return false;
  }, TIMEOUT_MS);
  if (!isKept) throw new Error('The service worker has kept no runtime.');
}
