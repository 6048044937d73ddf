import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { chromiumLaunchOptions } from '../../e2e/chromium.ts';
import { watchMemory } from '../../scripts/process-memory.ts';
import type { SpeechRunner } from './speech-runner.ts';

/** kokoro-js in a browser of its own, on a page with the studio's headers, so that it may use threads. */
export async function openKokoroRunner(folder: string, repository: string): Promise<SpeechRunner> {
  const server = await createServer({
    server: { port: 0, host: '127.0.0.1' },
    logLevel: 'error',
    // Named, so that they are not found in the middle of a run, which would reload the page.
    optimizeDeps: { include: ['comlink', 'kokoro-js > phonemizer'], exclude: ['kokoro-js'] },
  });
  await server.listen();
  const browser = await chromium.launch(chromiumLaunchOptions());
  const context = await browser.newContext();
  // Voices have a fixed address in it; they are those of the same folder.
  await context.route('https://huggingface.co/**/voices/*.bin', async (route) => {
    const name = new URL(route.request().url()).pathname.split('/').at(-1) ?? '';
    const body = await readFile(join(folder, 'voices', name));
    await route.fulfill({ body, headers: { 'access-control-allow-origin': '*' } });
  });
  const page = await context.newPage();
  const memory = watchMemory();
  const { port } = server.httpServer?.address() as { port: number };
  await page.goto(`http://127.0.0.1:${port}/bench/speech/peer.html`);
  await page.waitForFunction(() => 'startKokoro' in globalThis);
  const { version } = JSON.parse(await readFile('node_modules/kokoro-js/package.json', 'utf8')) as { version: string };
  return {
    name: `kokoro-js ${version}`,
    readPeakMemory: async () => memory.readPeak(),
    load: () =>
      page.evaluate((id) => {
        globalThis.kokoro = globalThis.startKokoro();
        return globalThis.kokoro.load(id);
      }, repository),
    speak: (text, voice) => page.evaluate(([said, who]) => globalThis.kokoro.speak(said, who), [text, voice] as const),
    async close() {
      memory.stop();
      await browser.close();
      await server.close();
    },
  };
}
