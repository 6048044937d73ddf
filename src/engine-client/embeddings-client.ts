import type {
  EmbeddingEngine,
  EmbeddingRequest,
  Embeddings,
} from '../engine/embeddings/embedding-engine.ts';
import { EngineError } from '../engine/errors.ts';
import { createTurns } from '../engine/turns.ts';
import { fetchMissing, type InstallBuiltIn } from './models/fetch-missing.ts';
import { connectWorker, STOP_WITHIN_MS } from './worker-connection.ts';

/** Without work for so long, its worker ends and gives its memory back. */
const IDLE_MS = 60_000;

/** The engine in its worker; a model that comes with the studio is fetched when it is first needed. */
export function createEmbeddingsClient(installBuiltIn: InstallBuiltIn): EmbeddingEngine {
  const worker = connectWorker<EmbeddingEngine>({
    create: (name) =>
      new Worker(new URL('../../workers/embeddings.worker.ts', import.meta.url), {
        type: 'module',
        name,
      }),
    stopWithinMs: STOP_WITHIN_MS,
  });
  const turns = createTurns();
  let idle: ReturnType<typeof setTimeout> | undefined;

  async function* embedOnce(
    request: EmbeddingRequest,
    signal: AbortSignal,
  ): AsyncGenerator<Embeddings> {
    const release = await turns.take(signal);
    clearTimeout(idle);
    try {
      yield await worker.call((engine, own) => engine.embed(request, own), signal);
    } finally {
      idle = setTimeout(worker.end, IDLE_MS);
      release();
    }
  }
  return {
    async embed(request, signal) {
      const all = fetchMissing(installBuiltIn, () => embedOnce(request, signal), signal);
      for await (const embeddings of all) return embeddings;
      throw new EngineError('internal', 'The engine gave no vectors.');
    },
  };
}
