/** The built studio in a headless browser, driven through the same engines that its screens use. */
import { resolve } from 'node:path';
import { serve, type ServerType } from '@hono/node-server';
import { chromium, type BrowserContext, type Page } from 'playwright';
import { chromiumLaunchOptions } from '../../e2e/chromium.ts';
import { waitUntilKeptOffline } from '../../e2e/kept-offline.ts';
import { buildStudioIfNeeded } from '../../server/build.ts';
import type { ModelPlace } from '../../server/mirrored-models.ts';
import { serveStudio } from '../../server/serve-studio.ts';
import type { Studio } from '../../src/app/studio.ts';

declare global {
  /** What the page offers to programs (src/main.tsx). */
  var triptych: Studio;
}

export interface StudioSession {
  page: Page;
  context: BrowserContext;
  /** Addresses outside the studio's origin that were asked for. */
  foreignRequests: string[];
  /** Resolves when the service worker has all that a visit without a network needs. */
  keepForOffline(): Promise<void>;
  reload(): Promise<void>;
  close(): Promise<void>;
}

interface StudioOptions {
  /** Where the browser keeps its data on the disk; without it, a private window keeps it in memory. */
  profileFolder?: string;
}

export async function openStudio(
  modelFolders: readonly ModelPlace[],
  { profileFolder }: StudioOptions = {},
): Promise<StudioSession> {
  await buildStudioIfNeeded();
  const { server, port } = await listen(
    serveStudio({ folder: resolve('dist'), modelFolders }).fetch,
  );
  const { context, closeBrowser } = await launch(profileFolder);
  const foreignRequests: string[] = [];
  const origin = `http://127.0.0.1:${port}`;
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== origin)
      foreignRequests.push(request.url());
  });
  // The compiler that runs this names functions by a helper, which a page does not have.
  await context.addInitScript('globalThis.__name = (value) => value');
  const page = await context.newPage();
  const ready = () => page.waitForFunction(() => 'triptych' in globalThis);
  await page.goto(`${origin}/#/settings`);
  await ready();
  return {
    page,
    context,
    foreignRequests,
    async keepForOffline() {
      await page.evaluate(() => {
        const { chat, serviceWorker } = globalThis.triptych;
        serviceWorker.start();
        serviceWorker.keepRuntime(chat.resident.getState()?.device ?? 'wasm', false);
      });
      await waitUntilKeptOffline(page);
    },
    async reload() {
      await page.reload();
      await ready();
    },
    async close() {
      await closeBrowser();
      server.close();
    },
  };
}

const VIEWPORT = { width: 1280, height: 800 };

async function launch(
  profileFolder: string | undefined,
): Promise<{ context: BrowserContext; closeBrowser(): Promise<void> }> {
  const options = chromiumLaunchOptions();
  if (profileFolder !== undefined) {
    const context = await chromium.launchPersistentContext(profileFolder, {
      ...options,
      viewport: VIEWPORT,
    });
    return { context, closeBrowser: () => context.close() };
  }
  const browser = await chromium.launch(options);
  const context = await browser.newContext({ viewport: VIEWPORT });
  return { context, closeBrowser: () => browser.close() };
}

function listen(
  fetch: Parameters<typeof serve>[0]['fetch'],
): Promise<{ server: ServerType; port: number }> {
  return new Promise((done) => {
    const server = serve({ fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
      done({ server, port }),
    );
  });
}
