import type { ComputeDevice } from '../../device.ts';
import {
  asGraphDtype,
  type ChatManifest,
  type Dtype,
  type GraphDtype,
} from '../../models/manifest.ts';

/** One value for all graphs of a model, or one for each by its name without suffix. */
type OfGraphs<T> = T | Record<string, T>;

/**
 * transformers.js' options for the graphs of a build: in which dtype each is stored, and where it
 * is computed. Only a GPU leaves some of them to another device.
 */
export function placeGraphs(
  { variants }: Pick<ChatManifest, 'variants'>,
  dtype: Dtype,
  device: ComputeDevice,
): { dtype: OfGraphs<GraphDtype>; device: OfGraphs<ComputeDevice> } {
  const { graphDtypes, graphDevices } = variants.find((each) => each.dtype === dtype) ?? {};
  return {
    dtype: graphDtypes ?? asGraphDtype(dtype),
    device: (device === 'webgpu' && graphDevices) || device,
  };
}
