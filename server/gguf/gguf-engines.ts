import { resolve } from 'node:path';
import type { ServedModel } from '../../src/api/services.ts';
import type { ChatEngine } from '../../src/engine/chat/chat-engine.ts';
import type { EmbeddingEngine } from '../../src/engine/embeddings/embedding-engine.ts';
import { createEngineProcess, type EngineProcess } from '../engines/engine-process.ts';
import { openGgufModels } from '../engines/gguf/gguf-models.ts';
import { hasLlamaCpp, LLAMA_COMMAND } from '../engines/gguf/llama-cpp.ts';
import type { ModelFolders } from '../installed-models.ts';
import type { Log } from '../log/log.ts';

export interface GgufOptions {
  folders: ModelFolders;
  idleMs: number;
  log: Log;
}

/** What runs models in GGUF: chat and vectors of texts, each in a process of its own. */
export interface GgufEngines extends Pick<ChatEngine, 'generate'>, EmbeddingEngine {
  /** Those of the folders; none, and a sentence in the log, where the package is missing. */
  listModels(): Promise<readonly ServedModel[]>;
  has(model: string): Promise<boolean>;
  readonly processes: Readonly<Record<'gguf' | 'gguf-embeddings', GgufProcess>>;
  end(): void;
}

type GgufProcess = Pick<EngineProcess<unknown>, 'state' | 'pid' | 'running'>;

export function openGguf({ folders, idleMs, log }: GgufOptions): GgufEngines {
  const listModels = createListing(folders, log);
  const describe = (name: 'gguf' | 'gguf-embeddings') => ({
    ...{ name, settings: folders, idleMs, log },
    script: new URL(`../engines/${name}.process.ts`, import.meta.url),
  });
  const chat = createEngineProcess<ChatEngine>(describe('gguf'));
  const embeddings = createEngineProcess<EmbeddingEngine>(describe('gguf-embeddings'));
  return {
    listModels,
    has: async (model) => (await listModels()).some(({ manifest: { id } }) => id === model),
    generate: (request, signal) =>
      chat.iterate((remote, sent) => remote.generate(request, sent), signal),
    embed: (request, signal) =>
      embeddings.call((remote, sent) => remote.embed(request, sent), signal),
    processes: { gguf: chat, 'gguf-embeddings': embeddings },
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
