import { resolve } from 'node:path';
import type { ApiServices, ServedModel } from '../../src/api/services.ts';
import type { ChatEngine } from '../../src/engine/chat/chat-engine.ts';
import { createEngineProcess, type EngineProcess } from '../engines/engine-process.ts';
import { hasLlamaCpp, LLAMA_COMMAND } from '../engines/gguf/llama-cpp.ts';
import type { ModelFolders } from '../installed-models.ts';
import type { Log } from '../log/log.ts';
import { openGgufModels } from '../engines/gguf/gguf-models.ts';

export interface GgufChatOptions {
  folders: ModelFolders;
  idleMs: number;
  log: Log;
}

/** Chat by models in GGUF, in a process of its own. */
export interface GgufChat extends Pick<ApiServices['chat'], 'generate'> {
  /** Those of the folders; none, and a sentence in the log, where the package is missing. */
  listModels(): Promise<readonly ServedModel[]>;
  has(model: string): Promise<boolean>;
  readonly process: Pick<EngineProcess<ChatEngine>, 'state' | 'pid' | 'running'>;
  end(): void;
}

/** What the folders hold is looked up again after this time. */
const KNOWN_FOR_MS = 10_000;

export function openGgufChat({ folders, idleMs, log }: GgufChatOptions): GgufChat {
  const models = openGgufModels(folders.folders.map((folder) => resolve(folder)));
  const engine = createEngineProcess<ChatEngine>({
    name: 'gguf',
    script: new URL('../engines/gguf.process.ts', import.meta.url),
    settings: folders,
    idleMs,
    log,
  });
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
  function listModels(): Promise<readonly ServedModel[]> {
    if (!listed || performance.now() > listed.until)
      listed = { until: performance.now() + KNOWN_FOR_MS, models: list() };
    return listed.models;
  }
  return {
    listModels,
    has: async (model) => (await listModels()).some(({ manifest: { id } }) => id === model),
    generate: (request, signal) =>
      engine.iterate((remote, sent) => remote.generate(request, sent), signal),
    process: engine,
    end: () => engine.end(),
  };
}

function countModels(count: number): string {
  return count === 1 ? 'One model' : `${count} models`;
}
