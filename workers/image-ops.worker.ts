import './embind-functions.ts';
import { exposeEngine } from '../src/comlink/expose-engine.ts';
import { EngineError } from '../src/engine/errors.ts';
import type { ComputeHost } from '../src/engine/host.ts';
import type { ImageOpsEngine } from '../src/engine/image-ops/image-ops-engine.ts';
import { createImageOpsEngine } from '../src/engine/image-ops/vips-image-ops-engine.ts';
import { createBrowserHost } from './browser-host.ts';
import { holdLifeLock } from './life-lock.ts';
import { createWorkerEncoders } from './picture-encoders.ts';
import { loadStudioVips } from './vips-files.ts';

const loadVips = loadStudioVips();

let host: Promise<ComputeHost> | undefined;

const engine = createImageOpsEngine({
  loadVips: (libraries) => {
    // Without shared memory libvips would wait for its threads for ever.
    if (!crossOriginIsolated)
      throw new EngineError(
        'not_supported',
        'This page is not cross-origin isolated, which image operations need. Reload it once.',
      );
    return loadVips(libraries);
  },
  connectCompute: () => (host ??= createBrowserHost()),
  // Has a long list of fonts, which is read only when there is text.
  connectCanvas: async () => (await import('./offscreen-canvas.ts')).createOffscreenCanvas(),
  encoders: createWorkerEncoders(),
});

exposeEngine<ImageOpsEngine>(
  { process: (request, signal) => engine.process(request, signal) },
  holdLifeLock(),
);
