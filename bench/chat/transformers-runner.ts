import { readFile } from 'node:fs/promises';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { chromiumLaunchOptions } from '../../e2e/chromium.ts';
import type { ChatRunner } from './chat-runner.ts';

/** transformers.js in a browser of its own, on a page with the studio's headers, so that it may use threads. */
export async function openTransformersRunner(repository: string, threads: number): Promise<ChatRunner> {
  const server = await createServer({ server: { port: 0, host: '127.0.0.1' }, logLevel: 'error' });
  await server.listen();
  const browser = await chromium.launch(chromiumLaunchOptions());
  const page = await browser.newPage();
  const { port } = server.httpServer?.address() as { port: number };
  await page.goto(`http://127.0.0.1:${port}/bench/chat/peer.html`);
  await page.waitForFunction(() => 'startPeer' in globalThis);
  const load = () =>
    page.evaluate(
      ([id, count]) => {
        globalThis.peer = globalThis.startPeer();
        return globalThis.peer.load(id, count);
      },
      [repository, threads] as const,
    );
  const { version } = JSON.parse(await readFile('node_modules/@huggingface/transformers/package.json', 'utf8')) as {
    version: string;
  };
  return {
    name: `transformers.js ${version}, q4, ${threads} threads`,
    load,
    ask: (messages, maxTokens) =>
      page.evaluate(([asked, limit]) => globalThis.peer.ask([...asked], limit), [messages, maxTokens] as const),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
