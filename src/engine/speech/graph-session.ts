import type { ComputeDevice } from '../device.ts';
import { EngineError } from '../errors.ts';
import type { Ort } from '../host.ts';
import type { StoredGraph } from '../models/load/open-stored-graph.ts';

/** A graph in memory, and what it asks for while it is loaded. */
export type SpeechGraph = Pick<StoredGraph, 'model'> &
  Partial<Pick<StoredGraph, 'externalData' | 'failures'>>;

/**
 * A session of ONNX Runtime for a voice's graph. `title`: of what it belongs to, for messages. Throws
 * `weights_damaged`, `out_of_memory`.
 */
export async function createGraphSession(
  ort: Ort,
  { model, externalData = [], failures = [] }: SpeechGraph,
  device: ComputeDevice,
  title: string,
) {
  try {
    return await ort.InferenceSession.create(model, {
      executionProviders: [device],
      graphOptimizationLevel: 'all',
      externalData: [...externalData],
    });
  } catch (thrown) {
    if (failures[0]) throw failures[0];
    const error = EngineError.from(thrown);
    if (/protobuf|ModelProto|deserialize|invalid model/i.test(error.message))
      throw new EngineError('weights_damaged', `the graph of ${title} cannot be read`, {
        cause: thrown,
      });
    throw new EngineError(error.code, `${title} could not be loaded: ${error.message}`, {
      cause: thrown,
    });
  }
}
