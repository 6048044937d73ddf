import { openPeer, PEER_THREADS, readVersion } from '../open-peer.ts';
import type { ChatRunner, ModelSetup } from './chat-runner.ts';

/**
 * transformers.js in a browser of its own, with the weights of this origin's mirror of the hub, or
 * a built-in model.
 */
export async function openTransformersRunner(
  setup: ModelSetup,
  { isBuiltIn }: { isBuiltIn: boolean },
): Promise<ChatRunner> {
  const peer = await openPeer('transformers');
  const where = setup.device === 'wasm' ? `${PEER_THREADS} threads` : 'WebGPU';
  return {
    name: `transformers.js ${await readVersion('@huggingface/transformers')}, ${setup.dtype}, ${where}`,
    async load() {
      await peer.start();
      return peer.call('load', setup, isBuiltIn, PEER_THREADS);
    },
    ask: (messages, maxTokens) => peer.call('ask', messages, maxTokens),
    close: peer.close,
  };
}
