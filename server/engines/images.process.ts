import { readAhead } from '../../src/comlink/read-ahead.ts';
import type { DiffusionEngine } from '../../src/engine/diffusion/diffusion-engine.ts';
import { createDiffusionEngine } from '../../src/engine/diffusion/pipeline-diffusion-engine.ts';
import { createNodeHost } from '../node-host.ts';
import { exposeInProcess, readProcessSettings } from './expose-in-process.ts';
import { nameProcessor, onProcessor } from './on-processor.ts';

/** The next step does not wait until the one before has been sent. */
const STEPS_AHEAD = 1;

const engine = createDiffusionEngine(createNodeHost(readProcessSettings()));

exposeInProcess<DiffusionEngine>({
  load: async (choice, signal) => nameProcessor(await engine.load(choice, signal)),
  measurePrompt: (model, prompt) => engine.measurePrompt(model, prompt),
  async *generate(request, signal) {
    yield* readAhead(onProcessor(engine.generate(request, signal)), STEPS_AHEAD);
  },
});
