import * as z from 'zod/mini';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { readDocument, type RouteGroup } from './reference/read-document.ts';

const modelListSchema = z.object({
  data: z.array(z.looseObject({ id: z.string(), task: z.string() })),
});

/** A model as the API lists it. */
export interface ServedModel {
  id: string;
  task: string;
}

/** Who answers at this address. */
export type ApiPlace = 'tab' | 'server';

interface ApiState {
  /**
   * `connecting`: the service worker is being started. `away`: this page is not in its charge, as in
   * development, in a private window of some browsers, or after a forced reload.
   */
  status: 'connecting' | 'ready' | 'away' | 'failed';
  /** Why it failed. */
  message: string;
  models: readonly ServedModel[];
  /** `null`: it could not be read. */
  reference: readonly RouteGroup[] | null;
}

interface ApiActions {
  /** Connects, and reads what there is. */
  connect(): Promise<void>;
}

export type ApiStore = StoreApi<ApiState & ApiActions>;

interface ApiStoreOptions {
  /** Address that routes follow, with a slash at the end. */
  root: string;
  /** Resolves when requests of this page are passed on; `false` where they will not be. */
  whenServed(): Promise<boolean>;
}

/** What the API says of itself, asked as any client does. */
export function createApiStore({ root, whenServed }: ApiStoreOptions): ApiStore {
  async function read(path: string): Promise<unknown> {
    const response = await fetch(new URL(path, root));
    if (!response.ok) throw new Error(`${path} answers ${response.status}.`);
    return response.json();
  }
  return createStore<ApiState & ApiActions>()((set) => ({
    status: 'connecting',
    message: '',
    models: [],
    reference: [],
    async connect() {
      set({ status: 'connecting' });
      if (!(await whenServed())) return set({ status: 'away' });
      try {
        const reference = read('openapi.json').then(readDocument, () => null);
        const { data: models } = modelListSchema.parse(await read('v1/models'));
        set({ status: 'ready', models });
        set({ reference: await reference });
      } catch (thrown) {
        set({
          status: 'failed',
          message: thrown instanceof Error ? thrown.message : String(thrown),
        });
      }
    },
  }));
}
