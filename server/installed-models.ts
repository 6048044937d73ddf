import { stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ServedModel } from '../src/api/services.ts';
import { EngineError } from '../src/engine/errors.ts';
import { BUILT_IN_MODELS } from '../src/engine/models/built-in-parts.ts';
import type { Hub } from '../src/engine/models/hub/hub.ts';
import { hasBuildFor } from '../src/engine/models/load/choose-build.ts';
import type { ModelManifest } from '../src/engine/models/manifest.ts';
import { describeRepository } from '../src/engine/repositories/describe-repository.ts';
import { createHubMirror } from './hub-mirror.ts';
import { openMirroredModels } from './mirrored-models.ts';

/** Folders of weights in hub layout (`owner/name/path`): models are used where they lie. */
export interface ModelFolders {
  folders: readonly string[];
  /** Folder of the built-in models. */
  starterFolder: string;
}

/** The models in some folders, without reading their weights. */
export interface InstalledModels {
  /** Those that run on the processor, built-in ones first. */
  list(): Promise<readonly ServedModel[]>;
  /** Throws `not_supported` for one that no engine here can run. */
  find(id: string): Promise<ModelManifest | undefined>;
}

/** What a folder holds is looked up again after this time. */
const KNOWN_FOR_MS = 10_000;

export function openInstalledModels({ folders, starterFolder }: ModelFolders): InstalledModels {
  const hub = openHub([starterFolder, ...folders]);
  const places = openMirroredModels(folders);
  const builtIn = BUILT_IN_MODELS.filter(({ repository }) =>
    existsSync(join(starterFolder, repository)),
  );
  const describe = remember((id) => describeRepository(hub, id));
  const listOnce = remember(() => list());

  async function list(): Promise<readonly ServedModel[]> {
    const found = await places.list();
    const others = found.filter(({ id }) => !builtIn.some((manifest) => manifest.id === id));
    const served = [
      ...builtIn.map((manifest) => serve(manifest, join(starterFolder, manifest.repository))),
      ...others.map(async ({ id, folder }) => {
        // A folder may hold models that no engine here can run, and broken ones.
        const manifest = await describe(id).catch(() => undefined);
        return manifest && serve(manifest, folder);
      }),
    ];
    return (await Promise.all(served)).filter((each) => each !== undefined);
  }
  return {
    list: () => listOnce(''),
    async find(id) {
      return builtIn.find((manifest) => manifest.id === id) ?? describe(id).catch(ignoreAbsent);
    },
  };
}

async function serve(manifest: ModelManifest, folder: string): Promise<ServedModel | undefined> {
  if (!hasBuildFor(manifest, 'wasm')) return undefined;
  const { mtimeMs } = await stat(folder);
  return { manifest, home: 'local', installedAt: Math.floor(mtimeMs) };
}

/** The folders as a hub, asked without a network. */
function openHub(roots: readonly string[]): Hub {
  const mirror = createHubMirror(roots);
  return {
    url: 'http://folders',
    fetch: async (input, init) => mirror.fetch(new Request(input as string, init)),
  };
}

/** Asks once for each key, and again after a while or a failure. */
function remember<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const known = new Map<string, { answer: Promise<T>; until: number }>();
  return (key) => {
    const found = known.get(key);
    if (found && performance.now() < found.until) return found.answer;
    const answer = ask(key);
    known.set(key, { answer, until: performance.now() + KNOWN_FOR_MS });
    answer.catch(() => known.delete(key));
    return answer;
  };
}

function ignoreAbsent(thrown: unknown): undefined {
  const error = EngineError.from(thrown);
  if (error.code !== 'model_not_found') throw error;
}
