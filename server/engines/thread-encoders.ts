import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { createPictureEncoders } from '../../src/comlink/picture-encoders.ts';
import type { PictureEncoders } from '../../src/engine/image-ops/encode-together.ts';

const SCRIPT = new URL('./picture-encoder.thread.ts', import.meta.url);

/** Each has libvips in memory, some 60 MB. */
const MAX_THREADS = 3;

/** Threads that write pictures, one for each further processor. They keep no process from ending. */
export function createThreadEncoders(
  count = Math.min(MAX_THREADS, availableParallelism() - 1),
): PictureEncoders {
  return createPictureEncoders(count, () => {
    const worker = new Worker(new URL('./typescript.thread.mjs', import.meta.url), {
      workerData: SCRIPT.href,
      // What the process was started with is not for it.
      execArgv: [],
    });
    const endpoint = nodeEndpoint(worker);
    return {
      endpoint: {
        ...endpoint,
        addEventListener(...listening) {
          endpoint.addEventListener(...listening);
          // Who listens keeps the process alive, unless told not to afterwards.
          worker.unref();
        },
      },
      onError: (listener) => worker.once('error', listener).once('exit', listener),
      end: () => void worker.terminate(),
    };
  });
}
