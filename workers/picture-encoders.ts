import { transfer, wrap } from 'comlink';
import type { WorkerLife } from '../src/comlink/expose-engine.ts';
import { releaseSignal } from '../src/comlink/transfer-handlers.ts';
import type { PictureEncoder, PictureEncoders } from '../src/engine/image-ops/encode-together.ts';
import { EngineError } from '../src/engine/errors.ts';

/** Each has libvips in memory, some 60 MB. */
const MOST = 3;
const MOST_WITH_LITTLE_MEMORY = 1;
/** Gigabytes, as browsers say it: 8 for more. */
const LITTLE_MEMORY = 4;

/** Threads that write pictures, one for each further processor. They end with this worker. */
export function createPictureEncoders(): PictureEncoders {
  const { deviceMemory = 8 } = navigator as { deviceMemory?: number };
  const most = deviceMemory <= LITTLE_MEMORY ? MOST_WITH_LITTLE_MEMORY : MOST;
  const count = Math.min(most, navigator.hardwareConcurrency - 1);
  const usable: PictureEncoder[] = [];
  let isStarted = false;

  function start(): void {
    const worker = new Worker(new URL('./picture-encoder.worker.ts', import.meta.url), {
      type: 'module',
    });
    const remote = wrap<PictureEncoder & WorkerLife>(worker);
    const encoder: PictureEncoder = {
      async encode(picture, signal) {
        const own = AbortSignal.any([signal]);
        try {
          const sent = transfer(picture, [picture.data.buffer]);
          return await Promise.race([remote.encode(sent, own), ended]);
        } finally {
          releaseSignal(own);
        }
      },
    };
    const ended = new Promise<never>((_, reject) => {
      worker.addEventListener('error', () => {
        usable.splice(usable.indexOf(encoder), usable.includes(encoder) ? 1 : 0);
        worker.terminate();
        reject(new EngineError('engine_crashed', 'A thread that writes pictures has ended.'));
      });
    });
    ended.catch(() => undefined);
    // One that cannot start is not used.
    void remote.whenAlive().then(() => usable.push(encoder));
  }
  return {
    ready() {
      if (!isStarted) for (let index = 0; index < count; index++) start();
      isStarted = true;
      return [...usable];
    },
  };
}
