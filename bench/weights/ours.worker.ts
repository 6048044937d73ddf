/**
 * The studio's store and its download code, read by transformers.js through `env.customCache`; the
 * weights tensor by tensor.
 */
import { describeRepository } from '../../src/engine/repositories/describe-repository.ts';
import { env } from '@huggingface/transformers';
import { expose } from 'comlink';
import { KEY_HOST, type ModelManifest } from '../../src/engine/models/manifest.ts';
import { createModelLibrary } from '../../src/engine/models/model-library.ts';
import { createWeightCache } from '../../src/engine/models/store/weight-cache.ts';
import { openStoredGraph } from '../../src/engine/models/load/open-stored-graph.ts';
import { createChunkStore } from '../../src/storage/weights.ts';
import { connectWeightsDatabase } from '../../src/storage/weights-database.ts';
import { createGraphRewriting } from '../../workers/graph-rewriting.ts';
import { webLocks } from '../../workers/web-locks.ts';
import { loadWithTransformers } from './load-with-transformers.ts';
import type { WeightsSide } from './weights-side.ts';

const store = createChunkStore(connectWeightsDatabase());
const weights = createWeightCache(store);
const rewriting = createGraphRewriting();
const fetchUncached: typeof fetch = (input, init) => fetch(input, { cache: 'no-store', ...init });
const hub = { url: new URL('/hub', location.href).href, fetch: fetchUncached };
const library = createModelLibrary(
  { store, locks: webLocks, measureRoom: async () => undefined },
  { starter: hub, hubs: [hub] },
  () => true,
  describeRepository,
);
const { signal } = new AbortController();

/** The stored model, which is fetched first if there is none. */
async function bring(repository: string): Promise<ModelManifest> {
  const stored = await store.getModel(repository);
  if (stored) return stored.manifest;
  const manifest = await library.describe(repository, signal);
  const events = library.download({ manifest, dtype: 'q4' }, signal);
  for await (const event of events) if (event.type === 'download-end') break;
  return (await store.getModel(repository))?.manifest ?? manifest;
}

expose({
  async load(repository, threads) {
    const begin = performance.now();
    const manifest = await bring(repository);
    const { revision } = manifest;
    // As for a GPU: the nodes stay as they are, since the peer computes with them too.
    const graph = await openStoredGraph(
      { weights, ...(rewriting ? { rewriting } : {}) },
      manifest,
      'webgpu',
      'q4',
    );
    env.remoteHost = KEY_HOST;
    env.useBrowserCache = false;
    env.useCustomCache = true;
    env.customCache = {
      match: (key: string) =>
        key === graph?.key
          ? Promise.resolve(
              new Response(graph.model, {
                headers: { 'content-length': String(graph.model.length) },
              }),
            )
          : weights.match(key.replace('/resolve/main/', `/resolve/${revision}/`)),
      put: weights.put,
    };
    env.fetch = () => Promise.resolve(new Response(null, { status: 404 }));
    await loadWithTransformers(repository, revision, threads, graph);
    return performance.now() - begin;
  },
  async readAll() {
    const begin = performance.now();
    for (const { key } of await weights.list()) await (await weights.match(key))?.arrayBuffer();
    return performance.now() - begin;
  },
} satisfies WeightsSide);
