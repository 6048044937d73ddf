import { askAtOnce, writeCrowdRows, type Crowd } from '../answers/ask-at-once.ts';
import { startPacedServer } from '../answers/start-server.ts';
import type { Bench, BenchRow } from '../bench.ts';
import { REDIS_MISSING } from '../server/open-queue.ts';
import { JOBS, measureJobs } from './job-rows.ts';

const CROWD: Crowd = { streams: 200, tokens: 200, waitMs: 50 };

/** Much at once: nothing fails, and memory does not grow. Throws if anything fails. */
export const loadBench: Bench = {
  about: `${CROWD.streams} chats at once, each of ${CROWD.tokens} tokens from an engine that waits ${CROWD.waitMs} ms for each, streamed by one server; and ${JOBS.toLocaleString('en')} jobs that do nothing, asked for and then done by four workers in one process, each job's request, progress and result kept as on a server. Memory is the heap of the server, once garbage is collected.${REDIS_MISSING}`,
  run: async () => [...(await measureChats()), ...(await measureJobs())],
};

async function measureChats(): Promise<BenchRow[]> {
  const server = await startPacedServer();
  try {
    const result = await askAtOnce(server, CROWD);
    if (result.whole < CROWD.streams)
      throw new Error(`${CROWD.streams - result.whole} of ${CROWD.streams} chats failed.`);
    return writeCrowdRows(`${CROWD.streams} chats at once`, CROWD, result);
  } finally {
    await server.stop();
  }
}
