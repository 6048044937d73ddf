import { toFloat32 } from '../diffusion/arithmetic/array-arithmetic.ts';
import type { ImageEvent } from '../diffusion/diffusion-engine.ts';
import { openGraph, type Graph } from '../diffusion/networks/graph.ts';
import { EngineError } from '../errors.ts';
import type { ComputeHost, Ort } from '../host.ts';
import { parameterChunks } from '../images/metadata/image-metadata.ts';
import { encodePng } from '../images/png.ts';
import type { UpscaleManifest } from '../models/manifest.ts';
import type { LoadedModel } from '../models/model-choice.ts';
import { planLoad } from '../models/load/plan-load.ts';
import { openStoredFiles } from '../models/store/open-stored-files.ts';
import { SOFTWARE } from '../software.ts';
import { createTurns } from '../turns.ts';
import { checkUpscale, enlargePixels, type UpscaleNetwork } from './enlarge-pixels.ts';
import type { UpscaleRequest, Upscaler } from './upscaler.ts';

interface Resident {
  loaded: LoadedModel;
  manifest: UpscaleManifest;
  graph: Graph;
  network: UpscaleNetwork;
}

/** An upscaler that keeps its network in memory. */
export function createUpscaler(host: ComputeHost): Upscaler {
  const turns = createTurns();
  let resident: Resident | undefined;

  async function ensureLoaded({ model, device = 'auto' }: UpscaleRequest): Promise<Resident> {
    const { manifest, ...plan } = await planLoad(host, { model, device }, 'upscale');
    if (resident?.manifest.revision === manifest.revision && resident.loaded.device === plan.device)
      return resident;
    await resident?.graph.release();
    resident = undefined;
    const begin = performance.now();
    const { ort, executionProvider } = await host.loadCompute(plan.device);
    const files = openStoredFiles(host.weights, manifest, plan.dtype);
    const graph = await openGraph(ort, files, manifest.graph, {
      executionProvider,
      outputLocation: 'cpu',
    });
    const adapter = plan.device === 'webgpu' ? (host.device.adapter?.name ?? null) : null;
    const loaded = { ...plan, model: manifest.id, adapter, loadMs: performance.now() - begin };
    const network = { scale: manifest.scale, run: runGraph(ort, graph) };
    resident = { loaded, manifest, graph, network };
    return resident;
  }

  return {
    async *upscale(request, signal) {
      checkUpscale(request.image);
      const release = await turns.take(signal);
      try {
        if (!resident) yield { type: 'load-start', model: request.model };
        const { loaded, network } = await ensureLoaded(request);
        yield { type: 'load-end', ...loaded };
        yield* enlarge(network, request, signal);
      } catch (thrown) {
        const error = EngineError.from(thrown);
        // After these, the runtime's memory cannot be trusted.
        if (error.code === 'device_lost' || error.code === 'out_of_memory') resident = undefined;
        throw error;
      } finally {
        release();
      }
    },
  };
}

/** The first input and the first output are the network's only ones. */
function runGraph(ort: Ort, graph: Graph): UpscaleNetwork['run'] {
  const [name = ''] = graph.inputs.keys();
  return async (values, dims) => {
    const input = new ort.Tensor('float32', values, dims);
    const [output] = Object.values(await graph.run({ [name]: input }));
    return output ? toFloat32(output) : new Float32Array(0);
  };
}

async function* enlarge(
  network: UpscaleNetwork,
  { image, factor, parameters }: UpscaleRequest,
  signal: AbortSignal,
): AsyncGenerator<ImageEvent> {
  const begin = performance.now();
  const [width, height] = [image.width * factor, image.height * factor];
  yield { type: 'generation-start', n: 1, seed: parameters.seed, width, height, corrections: [] };
  const tiles = enlargePixels(network, image, factor, signal);
  let tile = await tiles.next();
  for (; !tile.done; tile = await tiles.next()) {
    const { done, of, ms } = tile.value;
    const secondsLeft = ((performance.now() - begin) / 1000 / done) * (of - done);
    yield { type: 'step-end', image: 0, step: done, of, ms, secondsLeft, bytesReadBack: 0 };
  }
  const told = { ...parameters, width, height, task: 'upscale' as const, software: SOFTWARE };
  const png = await encodePng(tile.value, parameterChunks(told));
  const seconds = (performance.now() - begin) / 1000;
  yield { type: 'image-end', image: 0, width, height, png, parameters: told, seconds };
  yield { type: 'finish', seconds };
}
