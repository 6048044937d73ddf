import type {
  ImageOpsEngine,
  ImageOpsEvent,
  ImageOpsRequest,
} from '../engine/image-ops/image-ops-engine.ts';
import { createTurns } from '../engine/turns.ts';
import { fetchMissing, type InstallBuiltIn } from './models/fetch-missing.ts';
import { connectWorker } from './worker-connection.ts';

export interface ImageOpsClient extends ImageOpsEngine {
  /** Ends the worker and frees its memory; the next request starts it again. */
  unload(): void;
}

/** A worker that is busy with one long call hears a cancel only afterwards: then it is ended. */
const HEARS_CANCEL_WITHIN_MS = 1500;

/** Models that operations take are fetched when they are first needed. */
export function createImageOpsClient(installBuiltIn: InstallBuiltIn): ImageOpsClient {
  const worker = connectWorker<ImageOpsEngine>({
    create: (name) =>
      new Worker(new URL('../../workers/image-ops.worker.ts', import.meta.url), {
        type: 'module',
        name,
      }),
  });

  const turns = createTurns();

  async function* processOnce(
    request: ImageOpsRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ImageOpsEvent> {
    // One at a time: to end the worker must not end what somebody else waits for.
    const release = await turns.take(signal);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const insist = () => (timer = setTimeout(worker.end, HEARS_CANCEL_WITHIN_MS));
    signal.addEventListener('abort', insist, { once: true });
    try {
      yield* worker.iterate((engine, own) => engine.process(request, own), signal);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', insist);
      release();
    }
  }

  return {
    process: (request, signal) =>
      fetchMissing(installBuiltIn, () => processOnce(request, signal), signal),
    unload: worker.end,
  };
}
