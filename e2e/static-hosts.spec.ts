/**
 * Hosts other than our own server: one that sends no headers, and one on which a newer version
 * appears.
 */
import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { serve, type ServerType } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Page } from '@playwright/test';
import { Hono } from 'hono';
import { expect, test as base } from './studio-page.ts';

interface StaticHost {
  url: string;
  /** Publishes a version with another service worker. */
  publishUpdate(): Promise<void>;
}

const test = base.extend<{ host: StaticHost }>({
  async host({}, use) {
    const folder = await mkdtemp(join(tmpdir(), 'triptych-host-'));
    await cp(resolve('dist'), folder, { recursive: true });
    const app = new Hono().use('*', serveStatic({ root: folder }));
    const server = await new Promise<{ close: ServerType; port: number }>((done) => {
      const close = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
        done({ close, port }),
      );
    });
    await use({
      url: `http://127.0.0.1:${server.port}/`,
      publishUpdate: () => appendFile(join(folder, 'service-worker.js'), '\n// a newer version'),
    });
    server.close.close();
    await rm(folder, { recursive: true });
  },
});

const openControlled = async (page: Page, url: string) => {
  await page.goto(new URL('#/chat', url).href);
  await page.waitForFunction(
    () => navigator.serviceWorker.controller !== null && crossOriginIsolated,
  );
};

test('the service worker isolates the page on a host that sends no headers', async ({
  page,
  host,
}) => {
  await openControlled(page, host.url);
  const response = await page.reload();
  expect(response?.headers()['cross-origin-embedder-policy']).toBe('require-corp');
  await page.getByRole('textbox', { name: 'Message' }).fill('Tagline for a bakery');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article', { name: 'Answer' })).toContainText('tokens/s', {
    timeout: 60_000,
  });
});

test('an update waits for the running answer and installs on request', async ({ page, host }) => {
  await openControlled(page, host.url);
  await page.getByRole('textbox', { name: 'Message' }).fill('Hero image for a bakery, warm light');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article', { name: 'Answer' })).toContainText(/\w{3,}/, {
    timeout: 60_000,
  });
  await host.publishUpdate();
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  const notice = page.getByRole('status').filter({ hasText: 'A newer version is ready' });
  await expect(notice).toBeVisible();
  await expect(page.getByRole('article', { name: 'Answer' })).toContainText('tokens/s', {
    timeout: 60_000,
  });
  await notice.getByRole('button', { name: 'Reload' }).click();
  await expect(notice).toBeHidden();
  await expect(page.getByRole('article', { name: 'You' })).toHaveText(
    'Hero image for a bakery, warm light',
  );
});
