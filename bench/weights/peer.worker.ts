/** transformers.js as its documentation uses it: weights in the Cache API. */
import { env } from '@huggingface/transformers';
import { expose } from 'comlink';
import { loadWithTransformers } from './load-with-transformers.ts';
import type { WeightsSide } from './weights-side.ts';

expose({
  async load(repository, threads) {
    const begin = performance.now();
    env.remoteHost = new URL('/hub/', location.href).href;
    await loadWithTransformers(repository, 'main', threads);
    return performance.now() - begin;
  },
  async readAll() {
    const begin = performance.now();
    const cache = await caches.open(env.cacheKey);
    for (const { url } of await cache.keys()) await (await cache.match(url))?.arrayBuffer();
    return performance.now() - begin;
  },
} satisfies WeightsSide);
