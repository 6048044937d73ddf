import wasm from '@wllama/wllama/esm/wasm/wllama.wasm?url';
import thread from '@wllama/wllama/src/wasm/wllama.js?url';
import worker from 'virtual:wllama-worker';
import type { WllamaFiles } from '../src/engine/chat/gguf/wllama-model.ts';

const absolute = (url: string) => new URL(url, self.location.href).href;

/**
 * wllama from the studio's own files. Its worker would be made from a text, which the policy
 * forbids; here it is a file with the same text (scripts/build/serve-wllama.ts), and what the text
 * would have said is in its address.
 */
export function openWllamaFiles(): WllamaFiles {
  const files = { wasm: absolute(wasm), thread: absolute(thread), worker: absolute(worker) };
  let settings = '';
  const FromFile = globalThis.Worker;
  globalThis.Worker = class extends FromFile {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(String(url).startsWith('blob:') ? `${files.worker}#${settings}` : url, options);
    }
  };
  return {
    wasm: files.wasm,
    prepareWorker({ threads, usesGpu }) {
      const pathConfig = { 'wllama.wasm': files.wasm };
      const nbThread = threads > 1 ? threads : 0;
      const told = { pathConfig, nbThread, compat: false, threadUrl: files.thread, usesGpu };
      settings = encodeURIComponent(JSON.stringify(told));
    },
  };
}
