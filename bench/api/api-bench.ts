import { askAtOnce, writeCrowdRows, type Crowd } from '../answers/ask-at-once.ts';
import { measureServerChat } from '../answers/server-rows.ts';
import { startPacedServer } from '../answers/start-server.ts';
import type { Bench, BenchRow } from '../bench.ts';
import { measureBuiltIn } from './built-in-rows.ts';
import { measureTab } from './tab-rows.ts';

const CROWD: Crowd = { streams: 64, tokens: 150, waitMs: 50 };

/** One API, two homes: what each adds to the engine that answers. */
export const apiBench: Bench = {
  about: `What the API adds to an engine: on a server (HTTP, and the engine in a process of its own) and in a tab (service worker and ports, in headless Chromium). The built-in chat model, whose answers differ from round to round; and engines that only count, with 10 ms of waiting for each token or none, which shows the cost of a token itself. Medians, both sides taking turns. At once: ${CROWD.streams} answers of ${CROWD.tokens} tokens from an engine that waits ${CROWD.waitMs} ms for each; memory is the heap of the server without its engine, and all of the browser, once garbage is collected.`,
  async run() {
    const rows = [...(await measureServer()), ...(await measureBuiltIn())];
    process.stderr.write('Tab\n');
    return [...rows, ...(await measureTab(CROWD))];
  },
};

async function measureServer(): Promise<BenchRow[]> {
  const server = await startPacedServer();
  try {
    const rows = await measureServerChat(server.url);
    const what = `server, ${CROWD.streams} streams at once`;
    return [...rows, ...writeCrowdRows(what, CROWD, await askAtOnce(server, CROWD))];
  } finally {
    await server.stop();
  }
}
