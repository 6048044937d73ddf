import './embind-functions.ts';
import heif from 'wasm-vips/vips-heif.wasm?url';
import jxl from 'wasm-vips/vips-jxl.wasm?url';
import core from 'wasm-vips/vips.wasm?url';
import { exposeEngine } from '../src/comlink/expose-engine.ts';
import { EngineError } from '../src/engine/errors.ts';
import type { ComputeHost } from '../src/engine/host.ts';
import type { ImageOpsEngine } from '../src/engine/image-ops/image-ops-engine.ts';
import { createVipsLoader } from '../src/engine/image-ops/load-vips.ts';
import { createImageOpsEngine } from '../src/engine/image-ops/vips-image-ops-engine.ts';
import { createBrowserHost } from './browser-host.ts';
import { holdLifeLock } from './life-lock.ts';
import thread from './vips-thread.ts?worker&url';

const FILES: Readonly<Record<string, string>> = {
  'vips.wasm': core,
  'vips-heif.wasm': heif,
  'vips-jxl.wasm': jxl,
};

const absolute = (url: string) => new URL(url, self.location.href).href;

const loadVips = createVipsLoader({
  locateFile: (name) => absolute(FILES[name] ?? name),
  threadUrl: absolute(thread),
});

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
});

exposeEngine<ImageOpsEngine>(
  { process: (request, signal) => engine.process(request, signal) },
  holdLifeLock(),
);
