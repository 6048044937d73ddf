import { dirname, resolve } from 'node:path';
import { openPeer, PEER_THREADS, readVersion } from '../open-peer.ts';
import type { ChatRunner } from './chat-runner.ts';

/** wllama in a browser of its own, with the same model as a GGUF file. */
export async function openWllamaRunner(ggufPath: string): Promise<ChatRunner> {
  const path = resolve(ggufPath);
  const peer = await openPeer('wllama', [dirname(path)]);
  return {
    name: `wllama ${await readVersion('@wllama/wllama')}, GGUF, ${PEER_THREADS} threads`,
    async load() {
      await peer.start();
      return peer.call('load', peer.addressOf(path), PEER_THREADS);
    },
    ask: (messages, maxTokens) => peer.call('ask', messages, maxTokens),
    close: peer.close,
  };
}
