import { createPictureEncoders } from '../src/comlink/picture-encoders.ts';
import type { PictureEncoders } from '../src/engine/image-ops/encode-together.ts';

/** Each has libvips in memory, some 60 MB. */
const MAX_THREADS = 3;
const MAX_THREADS_WITH_LITTLE_MEMORY = 1;
/** Gigabytes, as browsers say it: 8 for more. */
const LITTLE_MEMORY = 4;

/** Threads that write pictures, one for each further processor. They end with this worker. */
export function createWorkerEncoders(): PictureEncoders {
  const { deviceMemory = 8 } = navigator as { deviceMemory?: number };
  const most = deviceMemory <= LITTLE_MEMORY ? MAX_THREADS_WITH_LITTLE_MEMORY : MAX_THREADS;
  return createPictureEncoders(Math.min(most, navigator.hardwareConcurrency - 1), () => {
    const worker = new Worker(new URL('./picture-encoder.worker.ts', import.meta.url), {
      type: 'module',
    });
    return {
      endpoint: worker,
      onError: (listener) => worker.addEventListener('error', listener, { once: true }),
      end: () => worker.terminate(),
    };
  });
}
