import { chromium } from 'playwright';
import { createServer } from 'vite';
import { chromiumLaunchOptions } from '../../e2e/chromium.ts';
import type { PictureRunner } from './picture-runner.ts';

/** The plain loop in a browser of its own, on a page with the studio's headers, so that it may use threads. */
export async function openPlainRunner(device: 'wasm' | 'webgpu', threads: number): Promise<PictureRunner> {
  const server = await createServer({ server: { port: 0, host: '127.0.0.1' }, logLevel: 'error' });
  await server.listen();
  const browser = await chromium.launch(chromiumLaunchOptions());
  const page = await browser.newPage();
  const { port } = server.httpServer?.address() as { port: number };
  await page.goto(`http://127.0.0.1:${port}/bench/images/peer.html`);
  await page.waitForFunction(() => 'plainLoop' in globalThis);
  await page.evaluate(([target, count]) => globalThis.plainLoop.load(target, count), [device, threads] as const);
  return {
    draw: (order) => page.evaluate((asked) => globalThis.plainLoop.draw(asked), order),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
