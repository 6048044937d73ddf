import { writeNode } from './graph-writer.ts';
import { ELEMENT, type OnnxNode } from './onnx-file.ts';
import type { TensorPool } from './tensor-pool.ts';
import type { Replacement } from './unpack-matmul.ts';

/**
 * ConvInteger along one axis as the same along the second of two: ONNX Runtime lays its input out
 * element by element, on one thread, unless there are two axes, and then row by row. Kokoro takes
 * half of the time. `undefined`: it has two, or a form that is not known.
 */
export function widenConvolution(node: OnnxNode, pool: TensorPool): Replacement | undefined {
  const [x = '', , ...zeroPoints] = node.inputs;
  const weights = pool.find(node.inputs[1]);
  if (!pool.isReadable(weights, ELEMENT.uint8, ELEMENT.int8)) return undefined;
  const [outputs, inputs, length, ...more] = weights.dims;
  const padding = node.texts.get('auto_pad') ?? 'NOTSET';
  if (!outputs || !inputs || !length || more.length > 0 || padding !== 'NOTSET') return undefined;

  const name = pool.add({
    name: `${weights.name}/widened`,
    elementType: weights.elementType,
    dims: [outputs, inputs, 1, length],
    sizeBytes: outputs * inputs * length,
    make: () => pool.read(weights),
  });
  const [stride = 1] = node.integerLists.get('strides') ?? [];
  const [dilation = 1] = node.integerLists.get('dilations') ?? [];
  const [before = 0, after = 0] = node.integerLists.get('pads') ?? [];
  const part = (of: string) => `${node.outputs[0]}/${of}`;
  const reshape = (from: string, to: string, shape: string) =>
    writeNode({ type: 'Reshape', inputs: [from, shape], outputs: [to] });
  // 0 keeps a size, -1 stands for what is left.
  const twoAxes = pool.addVector('convolutions/two-axes', BigInt64Array.of(0n, 0n, 1n, -1n));
  const oneAxis = pool.addVector('convolutions/one-axis', BigInt64Array.of(0n, 0n, -1n));
  const convolution = writeNode({
    type: 'ConvInteger',
    inputs: [part('x'), name, ...zeroPoints],
    outputs: [part('y')],
    integers: {
      group: node.integers.get('group') ?? 1,
      kernel_shape: [1, length],
      strides: [1, stride],
      dilations: [1, dilation],
      pads: [0, before, 0, after],
    },
  });
  return {
    nodes: [
      reshape(x, part('x'), twoAxes),
      convolution,
      reshape(part('y'), node.outputs[0] ?? '', oneAxis),
    ],
    uses: [x, ...zeroPoints],
  };
}
