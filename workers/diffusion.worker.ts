import type { DiffusionEngine } from '../src/engine/diffusion/diffusion-engine.ts';
import { createDiffusionEngine } from '../src/engine/diffusion/pipeline-diffusion-engine.ts';
import { createUpscaler } from '../src/engine/upscale/tiled-upscaler.ts';
import type { Upscaler } from '../src/engine/upscale/upscaler.ts';
import { createBrowserHost } from './browser-host.ts';
import { exposeEngine } from '../src/comlink/expose-engine.ts';
import { readAhead } from '../src/comlink/read-ahead.ts';
import { holdLifeLock } from './life-lock.ts';

/** The next step does not wait until the page has shown the one before. */
const STEPS_AHEAD = 1;

const host = createBrowserHost();
const engine = host.then(createDiffusionEngine);
/** In the same worker, since it shares the runtime and hardly takes memory. */
const upscaler = host.then(createUpscaler);

exposeEngine<DiffusionEngine & Upscaler>(
  {
    load: async (choice, signal) => (await engine).load(choice, signal),
    measurePrompt: async (model, prompt) => (await engine).measurePrompt(model, prompt),
    async *generate(request, signal) {
      yield* readAhead((await engine).generate(request, signal), STEPS_AHEAD);
    },
    async *upscale(request, signal) {
      yield* (await upscaler).upscale(request, signal);
    },
  },
  holdLifeLock(),
);
