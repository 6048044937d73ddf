import { joinBytes } from '../join-bytes.ts';
import {
  ATTRIBUTE,
  ATTRIBUTE_KIND,
  ELEMENT,
  GRAPH,
  MODEL,
  NODE,
  TENSOR,
  type OnnxFile,
} from './onnx-file.ts';
import { writeMessage, writeNumber, writeText } from './protobuf.ts';

/** A node to write. Attributes other than integers and lists of them are not needed here. */
export interface NewNode {
  type: string;
  inputs: readonly string[];
  outputs: readonly string[];
  /** Default: the standard operators. */
  domain?: string;
  integers?: Readonly<Record<string, number | readonly number[]>>;
}

/** A node as bytes. */
export function writeNode({ type, inputs, outputs, domain, integers = {} }: NewNode): Uint8Array {
  return joinBytes([
    ...inputs.map((name) => writeText(NODE.input, name)),
    ...outputs.map((name) => writeText(NODE.output, name)),
    writeText(NODE.name, outputs[0] ?? type),
    writeText(NODE.type, type),
    ...(domain ? [writeText(NODE.domain, domain)] : []),
    ...Object.entries(integers).map(([name, value]) =>
      writeMessage(NODE.attribute, writeAttribute(name, value)),
    ),
  ]);
}

function writeAttribute(name: string, value: number | readonly number[]): Uint8Array[] {
  const [values, field, kind] =
    typeof value === 'number'
      ? [[value], ATTRIBUTE.integer, ATTRIBUTE_KIND.integer]
      : [value, ATTRIBUTE.integers, ATTRIBUTE_KIND.integers];
  return [
    writeText(ATTRIBUTE.name, name),
    ...values.map((number) => writeNumber(field, number)),
    writeNumber(ATTRIBUTE.kind, kind),
  ];
}

/** A constant whose bytes are in a file of their own. */
export function writeExternalTensor(
  name: string,
  elementType: number,
  dims: readonly number[],
  path: string,
  sizeBytes: number,
): Uint8Array {
  const entry = (key: string, value: string) =>
    writeMessage(TENSOR.external, [writeText(1, key), writeText(2, value)]);
  return joinBytes([
    ...dims.map((size) => writeNumber(TENSOR.dims, size)),
    writeNumber(TENSOR.elementType, elementType),
    writeText(TENSOR.name, name),
    entry('location', path),
    entry('offset', '0'),
    entry('length', String(sizeBytes)),
    writeNumber(TENSOR.location, 1),
  ]);
}

/** A constant with its bytes. */
export function writeTensor(
  name: string,
  elementType: number,
  dims: readonly number[],
  bytes: Uint8Array,
): Uint8Array {
  return joinBytes([
    ...dims.map((size) => writeNumber(TENSOR.dims, size)),
    writeNumber(TENSOR.elementType, elementType),
    writeText(TENSOR.name, name),
    writeMessage(TENSOR.rawData, [bytes]),
  ]);
}

/** A constant vector of 64-bit integers, or of 32-bit floats. */
export function writeVector(name: string, values: BigInt64Array | Float32Array): Uint8Array {
  const elementType = values instanceof Float32Array ? ELEMENT.float32 : ELEMENT.int64;
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return writeTensor(name, elementType, [values.length], bytes);
}

/** An input that is one 64-bit integer. */
export function writeIntegerInput(name: string): Uint8Array {
  // ValueInfoProto: name 1, type 2; TypeProto: tensor 1; its element type 1, and a shape 2 without
  // dimensions.
  const tensor = writeMessage(1, [writeNumber(1, ELEMENT.int64), writeMessage(2, [])]);
  return writeMessage(GRAPH.input, [writeText(1, name), writeMessage(2, [tensor])]);
}

/** A model with other nodes and constants and more inputs, all else as in `file`. */
export function writeModel(
  { graphRest, modelRest }: OnnxFile,
  nodes: readonly Uint8Array[],
  initializers: readonly Uint8Array[],
  inputs: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  const graph = writeMessage(MODEL.graph, [
    ...nodes.map((bytes) => writeMessage(GRAPH.node, [bytes])),
    ...initializers.map((bytes) => writeMessage(GRAPH.initializer, [bytes])),
    ...graphRest,
    ...inputs,
  ]);
  return joinBytes([...modelRest, graph]);
}
