import type {
  ImageOpsEngine,
  ImageOpsEvent,
  ImageOpsRequest,
} from '../engine/image-ops/image-ops-engine.ts';
import { createTurns } from '../engine/turns.ts';
import { fetchMissing, type InstallBuiltIn } from './models/fetch-missing.ts';
import { connectWorker, STOP_WITHIN_MS } from './worker-connection.ts';

export interface ImageOpsClient extends ImageOpsEngine {
  /** Ends the worker and frees its memory; the next request starts it again. */
  unload(): void;
}

/** Models that operations take are fetched when they are first needed. */
export function createImageOpsClient(installBuiltIn: InstallBuiltIn): ImageOpsClient {
  const worker = connectWorker<ImageOpsEngine>({
    create: (name) =>
      new Worker(new URL('../../workers/image-ops.worker.ts', import.meta.url), {
        type: 'module',
        name,
      }),
    stopWithinMs: STOP_WITHIN_MS,
  });

  const turns = createTurns();

  async function* processOnce(
    request: ImageOpsRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ImageOpsEvent> {
    // One at a time: to end the worker must not end what somebody else waits for.
    const release = await turns.take(signal);
    try {
      yield* worker.iterate((engine, own) => engine.process(request, own), signal);
    } finally {
      release();
    }
  }

  return {
    process: (request, signal) =>
      fetchMissing(installBuiltIn, () => processOnce(request, signal), signal),
    unload: worker.end,
  };
}
