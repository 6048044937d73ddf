import type { Page } from 'playwright';
import type {} from '../demo/studio-session.ts';

/** Resolves when requests of the page go through its service worker. */
export async function startServiceWorker(page: Page): Promise<void> {
  await page.evaluate(async () => {
    globalThis.triptych.serviceWorker.start();
    const { serviceWorker } = navigator;
    if (serviceWorker.controller) return;
    await new Promise((resolve) => serviceWorker.addEventListener('controllerchange', resolve));
  });
}
