import { toFloat32 } from '../../diffusion/arithmetic/array-arithmetic.ts';
import { openGraph } from '../../diffusion/networks/graph.ts';
import { EngineError } from '../../errors.ts';
import type { ComputeHost } from '../../host.ts';
import type { ModelManifest } from '../../models/manifest.ts';
import { planLoad } from '../../models/load/plan-load.ts';
import { openStoredFiles } from '../../models/store/open-stored-files.ts';

/** Numbers in row-major order. */
export interface NetworkTensor {
  values: Float32Array;
  dims: readonly number[];
}

/** A network of 32-bit numbers in memory. */
export interface Network {
  readonly manifest: ModelManifest;
  /** Inputs and outputs by the graph's names. Throws `invalid_output` where a value is not a number. */
  run(inputs: Readonly<Record<string, NetworkTensor>>): Promise<Record<string, NetworkTensor>>;
}

/** The graph of a model that has only one. */
export const ONLY_GRAPH = 'model.onnx';

/** Opens a graph of an installed model. Throws `model_not_installed`, `weights_damaged`. */
export type OpenNetwork = (model: string, graph?: string) => Promise<Network>;

/**
 * Opens networks when they are first needed, on the processor: they are small, and the GPU is left
 * to those that are not.
 */
export function createNetworks(connect: () => Promise<ComputeHost>): OpenNetwork {
  const opened = new Map<string, Promise<Network>>();
  return (model, graph = ONLY_GRAPH) => {
    const key = `${model} ${graph}`;
    const network = opened.get(key) ?? connect().then((host) => openNetwork(host, model, graph));
    opened.set(key, network);
    network.catch(() => opened.delete(key));
    return network;
  };
}

async function openNetwork(host: ComputeHost, model: string, path: string): Promise<Network> {
  const { manifest, dtype, device } = await planLoad(
    host,
    { model, device: 'wasm' },
    'vision',
    'upscale',
  );
  const { ort, executionProvider } = await host.loadCompute(device);
  const files = openStoredFiles(host.weights, manifest, dtype);
  const graph = await openGraph(ort, files, path, { executionProvider, outputLocation: 'cpu' });
  return {
    manifest,
    async run(inputs) {
      const feeds = Object.entries(inputs).map(
        ([name, { values, dims }]) => [name, new ort.Tensor('float32', values, dims)] as const,
      );
      const outputs = Object.entries(await graph.run(Object.fromEntries(feeds)));
      return Object.fromEntries(
        outputs.map(([name, tensor]) => {
          const values = toFloat32(tensor);
          if (!values.every(Number.isFinite))
            throw new EngineError('invalid_output', `${manifest.title} gave no numbers.`);
          return [name, { values, dims: tensor.dims }];
        }),
      );
    },
  };
}
