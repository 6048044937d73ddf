/** The studio's store and its download code, read by transformers.js through `env.customCache`. */
import { env } from '@huggingface/transformers';
import { expose } from 'comlink';
import { KEY_HOST } from '../../src/engine/models/manifest.ts';
import { createModelLibrary } from '../../src/engine/models/model-library.ts';
import { createWeightCache } from '../../src/engine/models/weight-cache.ts';
import { createChunkStore } from '../../src/storage/weights.ts';
import { connectWeightsDatabase } from '../../src/storage/weights-database.ts';
import { webLocks } from '../../workers/web-locks.ts';
import { loadWithTransformers } from './load-with-transformers.ts';
import type { WeightsSide } from './weights-side.ts';

const store = createChunkStore(connectWeightsDatabase());
const weights = createWeightCache(store);
const fetchUncached: typeof fetch = (input, init) => fetch(input, { cache: 'no-store', ...init });
const library = createModelLibrary(
  { store, locks: webLocks, measureRoom: async () => undefined },
  { starterUrl: '', hubs: [{ url: new URL('/hub', location.href).href, fetch: fetchUncached }] },
  () => true,
);
const { signal } = new AbortController();

/** The commit of the stored model, which is fetched first where there is none. */
async function bring(repository: string): Promise<string> {
  const stored = await store.getModel(repository);
  if (stored) return stored.manifest.revision;
  const manifest = await library.describe(repository, signal);
  const events = library.download({ manifest, dtype: 'q4' }, signal);
  for await (const event of events) if (event.type === 'download-end') break;
  return manifest.revision;
}

expose({
  async load(repository, threads) {
    const begin = performance.now();
    const revision = await bring(repository);
    env.remoteHost = KEY_HOST;
    env.useBrowserCache = false;
    env.useCustomCache = true;
    env.customCache = {
      match: (key: string) => weights.match(key.replace('/resolve/main/', `/resolve/${revision}/`)),
      put: weights.put,
    };
    env.fetch = () => Promise.resolve(new Response(null, { status: 404 }));
    await loadWithTransformers(repository, revision, threads);
    return performance.now() - begin;
  },
  async readAll() {
    const begin = performance.now();
    for (const { key } of await weights.list()) await (await weights.match(key))?.arrayBuffer();
    return performance.now() - begin;
  },
} satisfies WeightsSide);
