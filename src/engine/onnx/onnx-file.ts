/**
 * An ONNX file (https://onnx.ai/onnx/repo-docs/IR.html) as far as a rewrite of its nodes needs to
 * know it. No weights are read.
 */
import { EngineError } from '../errors.ts';
import {
  readAhead,
  readFields,
  readNumbers,
  readText,
  sourceOf,
  type ByteSource,
  type Field,
} from './protobuf.ts';

/** Element types of tensors, by their numbers in the format. */
export const ELEMENT = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int64: 7,
  float16: 10,
  float64: 11,
} as const;

const ELEMENT_BYTES: Readonly<Record<number, number>> = {
  1: 4,
  2: 1,
  3: 1,
  4: 2,
  5: 2,
  6: 4,
  7: 8,
  9: 1,
  10: 2,
  11: 8,
  16: 2,
};

export interface OnnxNode {
  readonly type: string;
  readonly domain: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** The attributes that are integers, by name. */
  readonly integers: ReadonlyMap<string, number>;
  /** The attributes that are lists of integers, and those that are texts. */
  readonly integerLists: ReadonlyMap<string, readonly number[]>;
  readonly texts: ReadonlyMap<string, string>;
  /** Whether it holds a graph of its own, which may use any tensor of this one. */
  readonly hasSubgraph: boolean;
  /** The node as written in the file. */
  readonly bytes: Uint8Array;
}

/** A constant tensor. */
export interface OnnxInitializer {
  readonly name: string;
  readonly dims: readonly number[];
  readonly elementType: number;
  /**
   * Where its bytes lie, in this file or one beside it; `null`: spelled out in the description
   * itself.
   */
  readonly data: {
    readonly file: string | null;
    readonly start: number;
    readonly end: number;
  } | null;
  /** Where its description is in the file. */
  readonly start: number;
  readonly end: number;
}

export interface OnnxFile {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: ReadonlyMap<string, OnnxInitializer>;
  /** Names of the graph's inputs and outputs. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** All other fields of the graph and of the model, to be copied as they are. */
  readonly graphRest: readonly Uint8Array[];
  readonly modelRest: readonly Uint8Array[];
}

export const MODEL = { graph: 7 } as const;
export const GRAPH = { node: 1, initializer: 5, input: 11, output: 12, valueInfo: 13 } as const;
export const NODE = { input: 1, output: 2, name: 3, type: 4, attribute: 5, domain: 7 } as const;
export const TENSOR = {
  dims: 1,
  elementType: 2,
  name: 8,
  rawData: 9,
  doubles: 10,
  external: 13,
  location: 14,
} as const;
export const ATTRIBUTE = {
  name: 1,
  integer: 3,
  text: 4,
  tensor: 5,
  graph: 6,
  integers: 8,
  graphs: 11,
  kind: 20,
} as const;
export const ATTRIBUTE_KIND = { integer: 2, integers: 7 } as const;

/** Reads the structure of an ONNX file. Throws `weights_damaged` if it is none. */
export function readOnnxFile(source: ByteSource): OnnxFile {
  try {
    return readModel(readAhead(source));
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    throw new EngineError('weights_damaged', `this is not an ONNX file: ${thrown.message}`, {
      cause: thrown,
    });
  }
}

function readModel(source: ByteSource): OnnxFile {
  const modelRest: Uint8Array[] = [];
  let graph: Field | undefined;
  for (const field of readFields(source)) {
    if (field.id === MODEL.graph) graph = field;
    else modelRest.push(copy(source, field.start, field.to));
  }
  if (!graph) throw new RangeError('it has no graph.');
  const nodes: OnnxNode[] = [];
  const initializers = new Map<string, OnnxInitializer>();
  const inputs: string[] = [];
  const outputs: string[] = [];
  const graphRest: Uint8Array[] = [];
  for (const field of readFields(source, graph.from, graph.to)) {
    if (field.id === GRAPH.node) nodes.push(readNode(source, field));
    else if (field.id === GRAPH.initializer) {
      const initializer = readInitializer(source, field);
      initializers.set(initializer.name, initializer);
    } else graphRest.push(copy(source, field.start, field.to));
    if (field.id === GRAPH.input) inputs.push(readValueName(source, field));
    if (field.id === GRAPH.output) outputs.push(readValueName(source, field));
  }
  return { nodes, initializers, inputs, outputs, graphRest, modelRest };
}

/** The next window overwrites this one. */
const copy = (source: ByteSource, from: number, to: number) => source.read(from, to).slice();

function readNode(source: ByteSource, { from, to }: Field): OnnxNode {
  const texts = new Map<number, string[]>();
  const attributes = {
    integers: new Map<string, number>(),
    integerLists: new Map<string, number[]>(),
    texts: new Map<string, string>(),
  };
  let hasSubgraph = false;
  for (const field of readFields(source, from, to)) {
    if (field.id === NODE.attribute)
      hasSubgraph = readAttribute(source, field, attributes) || hasSubgraph;
    else if (field.wire === 2)
      texts.set(field.id, [...(texts.get(field.id) ?? []), readText(source, field)]);
  }
  const textOf = (id: number) => texts.get(id)?.[0] ?? '';
  return {
    type: textOf(NODE.type),
    domain: textOf(NODE.domain),
    name: textOf(NODE.name),
    inputs: texts.get(NODE.input) ?? [],
    outputs: texts.get(NODE.output) ?? [],
    ...attributes,
    hasSubgraph,
    bytes: copy(source, from, to),
  };
}

interface Attributes {
  integers: Map<string, number>;
  integerLists: Map<string, number[]>;
  texts: Map<string, string>;
}

/** Notes an attribute of integers or a text. Returns whether the attribute is a graph. */
function readAttribute(source: ByteSource, { from, to }: Field, attributes: Attributes): boolean {
  let name = '';
  const list: number[] = [];
  let integer: number | undefined;
  let text: string | undefined;
  let isGraph = false;
  for (const field of readFields(source, from, to)) {
    if (field.id === ATTRIBUTE.name) name = readText(source, field);
    if (field.id === ATTRIBUTE.integer) integer = field.value;
    if (field.id === ATTRIBUTE.integers) list.push(...readNumbers(source, field));
    if (field.id === ATTRIBUTE.text) text = readText(source, field);
    if (field.id === ATTRIBUTE.graph || field.id === ATTRIBUTE.graphs) isGraph = true;
  }
  if (integer !== undefined) attributes.integers.set(name, integer);
  if (list.length > 0) attributes.integerLists.set(name, list);
  if (text !== undefined) attributes.texts.set(name, text);
  return isGraph;
}

/**
 * The tensor of a `Constant` node: its element type, and its description. `undefined` for other
 * nodes.
 */
export function readConstant({
  type,
  bytes,
}: OnnxNode): { elementType: number; description: Uint8Array } | undefined {
  if (type !== 'Constant') return undefined;
  const source = sourceOf(bytes);
  for (const { id, from, to } of readFields(source)) {
    if (id !== NODE.attribute) continue;
    for (const field of readFields(source, from, to)) {
      if (field.id !== ATTRIBUTE.tensor) continue;
      const { elementType } = readInitializer(source, field);
      return { elementType, description: source.read(field.from, field.to) };
    }
  }
  return undefined;
}

function readInitializer(source: ByteSource, { from, to }: Field): OnnxInitializer {
  const dims: number[] = [];
  const external = new Map<string, string>();
  let [name, elementType] = ['', 0];
  let data: OnnxInitializer['data'] = null;
  for (const field of readFields(source, from, to)) {
    if (field.id === TENSOR.dims) dims.push(...readNumbers(source, field));
    if (field.id === TENSOR.elementType) elementType = field.value;
    if (field.id === TENSOR.name) name = readText(source, field);
    if (field.id === TENSOR.rawData) data = { file: null, start: field.from, end: field.to };
    if (field.id === TENSOR.external) readEntry(source, field, external);
  }
  const file = external.get('location');
  if (file !== undefined) {
    const start = Number(external.get('offset') ?? 0);
    const sizeBytes = Number(external.get('length') ?? sizeOf(dims, elementType));
    data = { file: file.replace(/^\.\//, ''), start, end: start + sizeBytes };
  }
  return { name, dims, elementType, data, start: from, end: to };
}

function sizeOf(dims: readonly number[], elementType: number): number {
  const elementBytes = ELEMENT_BYTES[elementType];
  if (!elementBytes) throw new RangeError(`it has numbers of an unknown type (${elementType}).`);
  return dims.reduce((product, size) => product * size, elementBytes);
}

function readEntry(source: ByteSource, { from, to }: Field, entries: Map<string, string>): void {
  const [key, value] = [...readFields(source, from, to)].map((field) => readText(source, field));
  if (key !== undefined && value !== undefined) entries.set(key, value);
}

function readValueName(source: ByteSource, { from, to }: Field): string {
  for (const field of readFields(source, from, to))
    if (field.id === 1) return readText(source, field);
  return '';
}
