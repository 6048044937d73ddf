/**
 * A download that is killed, paused and badly served at many points: whatever happens, the right
 * bytes, and few of them twice.
 */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../e2e/fixtures/onnx-graph.ts';
import {
  answerWith,
  cutAfter,
  PIECE_BYTES,
  send,
  stallAfter,
  startMisbehavingHub,
  type Fault,
  type MisbehavingHub,
} from '../../../../e2e/fixtures/misbehaving-hub.ts';
import { createLocalLocks } from '../../locks.ts';
import { writeChatManifest } from '../chat-manifest.fixture.ts';
import { downloadModel } from './download.ts';
import { keyOfFile } from '../manifest.ts';
import { createMemoryChunkStore } from '../store/memory-chunk-store.fixture.ts';
import { createWeightCache } from '../store/weight-cache.ts';
import type { ChunkStore } from '../store/weight-store.ts';

const CHUNK = 32 * 1024;
const GRAPH = 'onnx/model_q4.onnx';

const manifest = (paths: readonly string[]) =>
  writeChatManifest({ variants: [{ dtype: 'q4', files: paths.map((path) => ({ path })) }] });

/** A process that can be killed: from then on its store accepts nothing, and it reports nothing. */
function startProcess(store: ChunkStore) {
  const stop = new AbortController();
  let isDead = false;
  const mortal = new Proxy(store, {
    get: (target, name: keyof ChunkStore) => {
      const method = target[name] as (...args: unknown[]) => Promise<unknown>;
      return (...args: unknown[]) =>
        isDead ? Promise.reject(new Error('dead')) : method.apply(target, args);
    },
  });
  return {
    store: mortal,
    signal: stop.signal,
    kill() {
      isDead = true;
      stop.abort();
    },
    pause: () => stop.abort(),
  };
}

type Uniform = () => number;
const between = (uniform: Uniform, from: number, to: number) =>
  Math.floor(from + uniform() * (to - from));

function drawFault(uniform: Uniform): Fault {
  const bytes = between(uniform, 0, 3 * CHUNK);
  const kinds: Fault[] = [send, send, cutAfter(bytes), stallAfter(bytes), answerWith(503)];
  return kinds[between(uniform, 0, kinds.length)] ?? send;
}

/** Runs until killed, paused or done, and returns which. */
async function runProcess(
  hub: MisbehavingHub,
  store: ChunkStore,
  paths: readonly string[],
  uniform: Uniform,
) {
  const process = startProcess(store);
  const begin = hub.takenBytes;
  const end = begin + between(uniform, 0, 6 * CHUNK);
  const isKill = uniform() < 0.7;
  hub.onTaken = (bytes) => {
    if (bytes >= end && !process.signal.aborted) (isKill ? process.kill : process.pause)();
  };
  const options = {
    store: process.store,
    locks: createLocalLocks(),
    chunkBytes: CHUNK,
    patience: { idleMs: 50, firstWaitMs: 1, attempts: 50 },
    measureRoom: async () => undefined,
  };
  const request = { manifest: manifest(paths), dtype: 'q4' as const };
  const events = downloadModel(
    request,
    { starter: hub.hub, hubs: [hub.hub] },
    options,
    process.signal,
  );
  const outcome = await (async () => {
    for await (const event of events) if (event.type === 'download-end') return 'done';
    return 'nothing';
  })().catch(() => (isKill ? 'killed' : 'paused'));
  hub.onTaken = undefined;
  return outcome;
}

describe('a download that is killed and served badly', () => {
  it.each(Array.from({ length: 20 }, (_, seed) => seed))(
    'ends with the right bytes, few fetched twice (%i)',
    async (seed) => {
      const { uniform } = createRandom(seed);
      const paths = [GRAPH, `${GRAPH}_data`].slice(0, between(uniform, 1, 3));
      const files = Object.fromEntries(
        paths.map((path) => [path, randomBytes(between(uniform, 1, 12 * CHUNK))]),
      );
      const size = Object.values(files).reduce((sum, { length }) => sum + length, 0);
      const hub = await startMisbehavingHub('some/model', files);
      const store = createMemoryChunkStore();
      let kills = 0;
      let stops = 0;
      let outcome = '';
      for (let run = 0; outcome !== 'done'; run++) {
        expect(run, 'runs').toBeLessThan(100);
        hub.faults = Array.from({ length: between(uniform, 0, 4) }, () => drawFault(uniform));
        outcome = await runProcess(hub, store, paths, run < 12 ? uniform : () => 1);
        if (outcome === 'killed') kills++;
        if (outcome !== 'done') stops++;
      }
      await hub.close();
      for (const [path, body] of Object.entries(files)) {
        const key = keyOfFile({ ...manifest(paths), revision: hub.commit }, path);
        const stored = await (await createWeightCache(store).match(key))?.arrayBuffer();
        expect(stored && Buffer.from(stored).equals(body), path).toBe(true);
      }
      // A sudden end costs at most one row of each file that was on its way; a pause and a cut
      // connection cost nothing but the piece that was just being handed over.
      const inHand = stops * PIECE_BYTES * paths.length;
      expect(hub.takenBytes).toBeLessThanOrEqual(size + kills * CHUNK * paths.length + inHand);
    },
    60_000,
  );
});
