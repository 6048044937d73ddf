/**
 * A small graph of the operators that language models are made of, and numbers to feed it: the same
 * everywhere, every time.
 */
import { joinBytes } from '../../join-bytes.ts';
import { writeNode } from '../../onnx/graph-writer.ts';
import { ELEMENT, GRAPH, MODEL, TENSOR } from '../../onnx/onnx-file.ts';
import { writeMessage, writeNumber, writeText } from '../../onnx/protobuf.ts';

/** More than 32 positions: a fault of attention on some adapters shows only with long prompts. */
const POSITIONS = 64;
const HEADS = 4;
const KV_HEADS = 2;
const HEAD_SIZE = 64;
const WIDTH = HEADS * HEAD_SIZE;
const KV_WIDTH = KV_HEADS * HEAD_SIZE;
const OUTPUTS = 128;
const BLOCK = 32;

/** The outputs of the graph, by name. */
export const PROBED = [
  'grouped-attention',
  'attention',
  'quantized-product',
  'quantized-step',
] as const;
export type Probed = (typeof PROBED)[number];

/** Numbers for an input: `float32`, or `int32` if the operator wants lengths. */
export type ProbeInput =
  | { name: string; type: 'float32'; dims: number[]; data: Float32Array }
  | { name: string; type: 'int32'; dims: number[]; data: Int32Array };

/**
 * The model file. 4-bit products compute in 32-bit floats (accuracy level 1), so that devices
 * agree.
 */
export function writeProbeGraph(): Uint8Array {
  const random = createNoise(11);
  const packed = Uint8Array.from({ length: OUTPUTS * (WIDTH / 2) }, () =>
    Math.floor((random() + 1) * 128),
  );
  const scales = Float32Array.from(
    { length: OUTPUTS * (WIDTH / BLOCK) },
    () => 0.02 + 0.01 * random(),
  );
  const product = (x: string, output: Probed) =>
    writeNode({
      type: 'MatMulNBits',
      domain: 'com.microsoft',
      inputs: [x, 'packed', 'scales'],
      outputs: [output],
      integers: { K: WIDTH, N: OUTPUTS, bits: 4, block_size: BLOCK, accuracy_level: 1 },
    });
  const nodes = [
    writeNode({
      type: 'GroupQueryAttention',
      domain: 'com.microsoft',
      inputs: ['query', 'key', 'value', 'past-key', 'past-value', 'last', 'total'],
      outputs: ['grouped-attention', 'present-key', 'present-value'],
      integers: { num_heads: HEADS, kv_num_heads: KV_HEADS },
    }),
    writeNode({
      type: 'MultiHeadAttention',
      domain: 'com.microsoft',
      inputs: ['query', 'wide-key', 'wide-value'],
      outputs: ['attention'],
      integers: { num_heads: HEADS },
    }),
    product('query', 'quantized-product'),
    product('step', 'quantized-step'),
  ];
  const initializers = [
    writeTensor('packed', ELEMENT.uint8, [OUTPUTS, WIDTH / BLOCK, BLOCK / 2], packed),
    writeTensor(
      'scales',
      ELEMENT.float32,
      [OUTPUTS * (WIDTH / BLOCK)],
      new Uint8Array(scales.buffer),
    ),
  ];
  const outputs = [...PROBED, 'present-key', 'present-value'];
  return joinBytes([
    writeNumber(1, 8),
    ...[['', 17] as const, ['com.microsoft', 1] as const].map(([domain, version]) =>
      writeMessage(8, [writeText(1, domain), writeNumber(2, version)]),
    ),
    writeMessage(MODEL.graph, [
      ...nodes.map((node) => writeMessage(GRAPH.node, [node])),
      writeText(2, 'probe'),
      ...initializers.map((tensor) => writeMessage(GRAPH.initializer, [tensor])),
      ...listProbeInputs().map(({ name, type, dims }) =>
        writeMessage(11, [describe(name, type, dims)]),
      ),
      ...outputs.map((name) => writeMessage(GRAPH.output, [describe(name, 'float32')])),
    ]),
  ]);
}

export function listProbeInputs(): ProbeInput[] {
  const random = createNoise(5);
  const noise = (name: string, ...dims: number[]): ProbeInput => {
    const count = dims.reduce((product, size) => product * size, 1);
    return {
      name,
      type: 'float32',
      dims,
      data: Float32Array.from({ length: count }, () => 2 * random()),
    };
  };
  return [
    noise('query', 1, POSITIONS, WIDTH),
    noise('key', 1, POSITIONS, KV_WIDTH),
    noise('value', 1, POSITIONS, KV_WIDTH),
    noise('wide-key', 1, POSITIONS, WIDTH),
    noise('wide-value', 1, POSITIONS, WIDTH),
    noise('step', 1, 1, WIDTH),
    noise('past-key', 1, KV_HEADS, 0, HEAD_SIZE),
    noise('past-value', 1, KV_HEADS, 0, HEAD_SIZE),
    { name: 'last', type: 'int32', dims: [1], data: Int32Array.of(POSITIONS - 1) },
    { name: 'total', type: 'int32', dims: [1], data: Int32Array.of(POSITIONS) },
  ];
}

function describe(name: string, type: 'float32' | 'int32', dims?: readonly number[]): Uint8Array {
  const shape =
    dims &&
    writeMessage(2, [joinBytes(dims.map((size) => writeMessage(1, [writeNumber(1, size)])))]);
  const tensor = writeMessage(1, [
    writeNumber(1, type === 'float32' ? 1 : 6),
    ...(shape ? [shape] : []),
  ]);
  return joinBytes([writeText(1, name), writeMessage(2, [tensor])]);
}

function writeTensor(
  name: string,
  type: number,
  dims: readonly number[],
  bytes: Uint8Array,
): Uint8Array {
  return joinBytes([
    ...dims.map((size) => writeNumber(TENSOR.dims, size)),
    writeNumber(TENSOR.elementType, type),
    writeText(TENSOR.name, name),
    writeMessage(TENSOR.rawData, [bytes]),
  ]);
}

/** Numbers from -1 to 1: a linear congruential generator (Numerical Recipes). */
function createNoise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}
