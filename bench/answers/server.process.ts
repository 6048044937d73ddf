/**
 * A server of the bench in a process of its own: the API over the paced chat, or the whole server
 * with settings from the environment. Tells its parent the address, and on demand its memory.
 */
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { createAnswer } from '../../server/answer-request.ts';
import { readSettings } from '../../server/config.ts';
import { createEngineProcess } from '../../server/engines/engine-process.ts';
import { openServer } from '../../server/open-server.ts';
import { createApi } from '../../src/api/create-api.ts';
import { createFakeServices } from '../../src/api/fakes/fake-services.fixture.ts';
import type { ChatEngine } from '../../src/engine/chat/chat-engine.ts';
import type { ServerAsk, ServerWord } from './start-server.ts';

async function openPaced(): Promise<string> {
  const engine = createEngineProcess<ChatEngine>({
    name: 'paced',
    script: new URL('paced-chat.process.ts', import.meta.url),
  });
  const api = createApi({
    ...createFakeServices(),
    chat: {
      generate: (request, signal) =>
        engine.iterate((remote, sent) => remote.generate(request, sent), signal),
    },
  });
  const fetch = createAnswer({
    ...{ api, names: [], origins: [], isDraining: () => false, drainSeconds: 0 },
    studio: { fetch: () => new Response(null, { status: 404 }) },
  });
  return new Promise((done) => {
    serve({ fetch, hostname: '127.0.0.1', port: 0 }, ({ port }: AddressInfo) =>
      done(`http://127.0.0.1:${port}`),
    );
  });
}

async function openWhole(): Promise<string> {
  const say = (sentence: string) => void process.stderr.write(`${sentence}\n`);
  return (await openServer(readSettings(process.env), say)).url;
}

const send = (word: ServerWord) => process.send?.(word);

process.on('disconnect', () => process.exit());
process.on('message', (ask: ServerAsk) => {
  if (ask !== 'memory') return;
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  send({ type: 'memory', bytes: heapUsed + external });
});
send({ type: 'open', url: await (process.argv[2] === 'paced' ? openPaced() : openWhole()) });
