import { resolve } from 'node:path';
import type { ServedModel } from '../../src/api/services.ts';
import type { ChatEngine } from '../../src/engine/chat/chat-engine.ts';
import type { EmbeddingEngine } from '../../src/engine/embeddings/embedding-engine.ts';
import { openGgufModels } from '../engines/gguf/gguf-models.ts';
import { hasLlamaCpp, LLAMA_COMMAND } from '../engines/gguf/llama-cpp.ts';
import { createModelPool, type ModelPoolOptions, type PoolRoom } from '../engines/model-pool.ts';
import { tryEmbed } from '../engines/try-embed.ts';
import type { ModelFolders } from '../installed-models.ts';
import type { Log } from '../log/log.ts';
import type { ProcessReport } from '../engines/process-report.ts';

export interface GgufOptions {
  folders: ModelFolders;
  idleMs: number;
  log: Log;
  room: PoolRoom;
}

/** What runs models in GGUF, for chat and for vectors of texts: each in a process of its own. */
export interface GgufEngines extends Pick<ChatEngine, 'generate'>, EmbeddingEngine {
  /** Those of the folders; none, and a sentence in the log, where the package is missing. */
  listModels(): Promise<readonly ServedModel[]>;
  has(model: string): Promise<boolean>;
  /** See `ModelPool`. */
  warmUp(model: string, signal: AbortSignal): Promise<void>;
  processes(): ProcessReport[];
  end(): void;
}

export function openGguf({ folders, idleMs, log, room }: GgufOptions): GgufEngines {
  const listModels = createListing(folders, log);
  const describe = (name: 'gguf' | 'gguf-embeddings'): ModelPoolOptions => ({
    program: {
      ...{ name, settings: folders, idleMs, log },
      script: new URL(`../engines/${name}.process.ts`, import.meta.url),
    },
    ...{ ...room, kind: 'gpu', priority: 'interactive' },
  });
  const chat = createModelPool<ChatEngine>(describe('gguf'));
  const embeddings = createModelPool<EmbeddingEngine>(describe('gguf-embeddings'));
  return {
    listModels,
    has: async (model) => (await listModels()).some(({ manifest: { id } }) => id === model),
    generate: (request, signal) =>
      chat.iterate(request.model, (remote, sent) => remote.generate(request, sent), signal),
    embed: (request, signal) =>
      embeddings.call(request.model, (remote, sent) => remote.embed(request, sent), signal),
    async warmUp(model, signal) {
      const found = (await listModels()).find(({ manifest: { id } }) => id === model);
      if (found?.manifest.task === 'embedding')
        await embeddings.warmUp(model, (engine, own) => tryEmbed(engine, model, own), signal);
      else await chat.warmUp(model, (engine, own) => engine.load({ model }, own), signal);
    },
    processes: () => [...chat.processes(), ...embeddings.processes()],
    end() {
      chat.end();
      embeddings.end();
    },
  };
}

/** What the folders hold is looked up again after this time. */
const KNOWN_FOR_MS = 10_000;

function createListing({ folders }: ModelFolders, log: Log): GgufEngines['listModels'] {
  const models = openGgufModels(folders.map((folder) => resolve(folder)));
  const isInstalled = hasLlamaCpp();
  let wasTold = false;
  let listed: { until: number; models: Promise<readonly ServedModel[]> } | undefined;

  async function list(): Promise<readonly ServedModel[]> {
    const found = await models.list();
    if (!isInstalled && found.length > 0 && !wasTold)
      log(
        `${countModels(found.length)} in GGUF cannot be used yet. Add the package with: ${LLAMA_COMMAND}`,
      );
    wasTold ||= found.length > 0;
    return isInstalled
      ? found.map(({ manifest, installedAt }) => ({ manifest, installedAt, home: 'local' }))
      : [];
  }
  return () => {
    if (!listed || performance.now() > listed.until)
      listed = { until: performance.now() + KNOWN_FOR_MS, models: list() };
    return listed.models;
  };
}

function countModels(count: number): string {
  return count === 1 ? 'One model' : `${count} models`;
}
