import { createStore, type StoreApi } from 'zustand/vanilla';
import { UNDO_MS } from '../../engine-client/undo-ms.ts';
import { EngineError } from '../../engine/errors.ts';
import type { ModelManifest } from '../../engine/models/manifest.ts';
import { NO_FILTER, type ModelFilter } from './model-filter.ts';

/** A repository that was asked for by name. */
export type Lookup =
  | { status: 'idle' }
  | { status: 'running'; repository: string }
  | { status: 'found'; manifest: ModelManifest }
  | { status: 'failed'; error: EngineError };

/** A model, or only what has arrived of a download. */
export interface Leaving {
  modelId: string;
  what: 'model' | 'download';
}

interface ModelsScreenState {
  /** What will be deleted unless it is kept. */
  leaving: readonly Leaving[];
  lookup: Lookup;
  filter: ModelFilter;
}
interface ModelsScreenActions {
  /** Deletes after a moment in which it can still be kept: fetching it again would take minutes. */
  removeLater(leaving: Leaving): void;
  keep(modelId: string): void;
  /** Looks up what someone typed or pasted: `owner/name`, or the address of a repository's page. */
  lookUp(text: string): Promise<void>;
  endLookup(): void;
  /** Shows the models that this lets through; what it leaves open does not matter. */
  find(filter: Partial<ModelFilter>): void;
}
export type ModelsStore = StoreApi<ModelsScreenState & ModelsScreenActions>;

interface ModelsStoreContext {
  remove(leaving: Leaving): Promise<void>;
  describe(repository: string, signal: AbortSignal): Promise<ModelManifest>;
}

export function createModelsStore({ remove, describe }: ModelsStoreContext): ModelsStore {
  let stop = new AbortController();
  return createStore<ModelsScreenState & ModelsScreenActions>()((set, get) => {
    const drop = (modelId: string) =>
      set({ leaving: get().leaving.filter((each) => each.modelId !== modelId) });
    return {
      leaving: [],
      lookup: { status: 'idle' },
      filter: NO_FILTER,
      find: (filter) => set({ filter: { ...NO_FILTER, ...filter } }),
      removeLater(leaving) {
        set({ leaving: [...get().leaving, leaving] });
        setTimeout(() => {
          if (get().leaving.includes(leaving))
            void remove(leaving).finally(() => drop(leaving.modelId));
        }, UNDO_MS);
      },
      keep: drop,
      async lookUp(text) {
        stop.abort();
        const own = (stop = new AbortController());
        const settle = (lookup: Lookup) => own.signal.aborted || set({ lookup });
        try {
          const repository = parseRepository(text);
          set({ lookup: { status: 'running', repository } });
          settle({ status: 'found', manifest: await describe(repository, own.signal) });
        } catch (thrown) {
          settle({ status: 'failed', error: EngineError.from(thrown) });
        }
      },
      endLookup() {
        stop.abort();
        set({ lookup: { status: 'idle' } });
      },
    };
  });
}

/** "owner/name", or "https://hub/owner/name/tree/main". Throws `invalid_request`. */
export function parseRepository(text: string): string {
  const path = text.trim().replace(/^https?:\/\/[^/]+\//, '');
  const [owner, name] = path.split('/');
  if (owner && name && /^[\w.-]+$/.test(owner) && /^[\w.-]+$/.test(name)) return `${owner}/${name}`;
  throw new EngineError(
    'invalid_request',
    `"${text.trim().slice(0, 80)}" is not a repository name: write it as owner/name.`,
  );
}
