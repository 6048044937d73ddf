import { measureServerChat } from '../answers/server-rows.ts';
import { startPacedServer } from '../answers/start-server.ts';
import type { Bench } from '../bench.ts';
import { measureGateway } from './gateway-rows.ts';
import { measureLlama, whyNoLlama } from './llama-rows.ts';
import { REDIS_MISSING } from './open-queue.ts';
import { measureQueues } from './queue-rows.ts';

/** `gguf`: a model for llama.cpp, asked through the server and directly. */
export function createServerBench(gguf?: string): Bench {
  const missing = whyNoLlama(gguf);
  return {
    about: `The companion server on this machine alone: client, server, engine and queue share its cores. A chat engine that only counts, in a process of the server, against the same engine called in one process: once with 10 ms of waiting for each token, once with none, which shows the cost of a token itself. Medians, both sides taking turns. Gateway: short answers one after the other, and long ones streamed. Queue: processes that take jobs which only sleep, from SQLite and from a Redis that writes each command to the disk.${missing}${REDIS_MISSING}`,
    async run() {
      const server = await startPacedServer();
      try {
        const chat = await measureServerChat(server.url);
        report('Gateway');
        const gateway = await measureGateway(server);
        const llama = gguf !== undefined && missing === '' ? await measureLlama(gguf) : [];
        report('Queue');
        return [...chat, ...llama, ...gateway, ...(await measureQueues())];
      } finally {
        await server.stop();
      }
    },
  };
}

function report(part: string): void {
  process.stderr.write(`${part}\n`);
}
