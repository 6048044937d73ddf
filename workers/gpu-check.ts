import '../src/comlink/transfer-handlers.ts';
import { wrap } from 'comlink';
import type { AdapterInfo } from '../src/engine/device.ts';
import { EngineError } from '../src/engine/errors.ts';
import type { Differences } from '../src/engine/gpu/self-test/compare-devices.ts';
import { testGpu, type GpuVerdict } from '../src/engine/gpu/self-test/gpu-verdict.ts';
import { createGpuVerdictStore } from '../src/storage/gpu-verdicts.ts';
import { VERDICT_CHANNEL } from './gpu-verdict-channel.ts';
import { RUNTIME_FILES } from './runtime-files.ts';
import type { SelfTestWorker } from './self-test.worker.ts';
import { webLocks } from './web-locks.ts';

/**
 * A GPU that takes longer for a few small products is of no use. Most of it is the start of the
 * runtime.
 */
const TIMEOUT_MS = 120_000;

const store = createGpuVerdictStore();

/** What is known of an adapter, without a test. */
export function readGpuVerdict(adapter: AdapterInfo): Promise<GpuVerdict | undefined> {
  return store.get(keyOf(adapter));
}

/**
 * The verdict on an adapter: remembered, or found now, by one tab for all. `again`: found now in
 * any case.
 */
export async function findGpuVerdict(adapter: AdapterInfo, again = false): Promise<GpuVerdict> {
  return webLocks.hold(VERDICT_CHANNEL, new AbortController().signal, async () => {
    const key = keyOf(adapter);
    const known = again ? undefined : await store.get(key);
    if (known) return known;
    const verdict = await testGpu(key, measureInWorker);
    await store.put(verdict);
    const channel = new BroadcastChannel(VERDICT_CHANNEL);
    channel.postMessage(key);
    channel.close();
    return verdict;
  });
}

/**
 * The file's name has a hash of its content, so that another runtime is another key; so is another
 * browser.
 */
function keyOf({ id }: AdapterInfo): string {
  return [id, RUNTIME_FILES.webgpu.wasm.split('/').at(-1), navigator.userAgent].join(' | ');
}

async function measureInWorker(hidesSubgroups: boolean): Promise<Differences> {
  const worker = new Worker(new URL('./self-test.worker.ts', import.meta.url), { type: 'module' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const failed = new Promise<never>((_, reject) => {
    const fail = (message: string) => reject(new EngineError('internal', message));
    timer = setTimeout(() => fail(`no answer within ${TIMEOUT_MS / 1000} seconds`), TIMEOUT_MS);
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      fail(event.message || 'the test could not be started');
    });
  });
  try {
    return await Promise.race([wrap<SelfTestWorker>(worker).measure(hidesSubgroups), failed]);
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}
