import { createBlockUnpacker, type BlockUnpacker } from './block-unpacker.ts';
import { writeExternalTensor, writeVector } from './graph-writer.ts';
import { createLazyBytes } from './lazy-bytes.ts';
import type { OnnxFile, OnnxInitializer } from './onnx-file.ts';
import type { ByteSource } from './protobuf.ts';

/** A file that ONNX Runtime asks for by its path. */
export interface ExternalFile {
  path: string;
  data: Uint8Array;
}

/** A constant whose bytes are made when the session reads them. */
export interface NewTensor {
  name: string;
  elementType: number;
  dims: readonly number[];
  sizeBytes: number;
  /** May give the same memory each time: it is copied at once. */
  make(): Uint8Array;
}

/**
 * The constants of a graph that is being rewritten: the old ones to read, the new ones to write.
 */
export interface TensorPool {
  find(name: string | undefined): OnnxInitializer | undefined;
  /** Whether a constant is stored with its bytes and has one of these element types. */
  isReadable(
    tensor: OnnxInitializer | undefined,
    ...elementTypes: number[]
  ): tensor is OnnxInitializer;
  read(tensor: OnnxInitializer): Uint8Array;
  /** The tensor as the graph describes it, with its bytes if they are there. */
  readDescription(tensor: OnnxInitializer): Uint8Array;
  readFloats(tensor: OnnxInitializer): Float32Array;
  /** Into the same memory each time: a tensor is copied before the next one is made. */
  readonly unpack: BlockUnpacker;
  has(name: string): boolean;
  /** Adds a constant unless there is one of this name. Returns the name. */
  add(tensor: NewTensor): string;
  addVector(name: string, values: BigInt64Array | Float32Array): string;
  /**
   * The description of an old constant: a large one is read when the session asks for it, instead
   * of being copied with the graph.
   */
  keep(tensor: OnnxInitializer): Uint8Array;
  /** The descriptions of all new constants. */
  listAdded(): Uint8Array[];
  readonly files: ExternalFile[];
}

/** Constants below this many bytes stay in the graph, where shapes are read from them. */
const SMALL_BYTES = 1024;

export function createTensorPool(
  { initializers }: OnnxFile,
  source: ByteSource,
  beside: ReadonlyMap<string, ByteSource>,
): TensorPool {
  const files: ExternalFile[] = [];
  const added = new Map<string, Uint8Array>();
  let unpacker: BlockUnpacker | undefined;
  const sourceOfData = (file: string | null) => (file === null ? source : beside.get(file));

  function read({ name, data }: OnnxInitializer): Uint8Array {
    const bytes = data && sourceOfData(data.file)?.read(data.start, data.end);
    if (!bytes) throw new RangeError(`The weights "${name}" are missing.`);
    return bytes;
  }
  const readDescription = ({ start, end }: OnnxInitializer) => source.read(start, end).slice();
  function describe({ name, elementType, dims, sizeBytes, make }: NewTensor): Uint8Array {
    const path = `weights-${files.length}`;
    files.push({
      path,
      data: createLazyBytes(sizeBytes, (start, end) => make().subarray(start, end)),
    });
    return writeExternalTensor(name, elementType, dims, path, sizeBytes);
  }

  return {
    files,
    find: (name) => (name ? initializers.get(name) : undefined),
    isReadable: (tensor, ...elementTypes): tensor is OnnxInitializer =>
      !!tensor?.data &&
      elementTypes.includes(tensor.elementType) &&
      !!sourceOfData(tensor.data.file),
    read,
    readDescription,
    // Floats must begin at a multiple of four bytes, which those in a file need not.
    readFloats: (tensor) => new Float32Array(read(tensor).slice().buffer),
    unpack: (shape, contents) => (unpacker ??= createBlockUnpacker())(shape, contents),
    has: (name) => added.has(name),
    add(tensor) {
      if (!added.has(tensor.name)) added.set(tensor.name, describe(tensor));
      return tensor.name;
    },
    addVector(name, values) {
      added.set(name, writeVector(name, values));
      return name;
    },
    keep(tensor) {
      const { data } = tensor;
      if (!data || (data.file === null && data.end - data.start < SMALL_BYTES))
        return readDescription(tensor);
      return describe({ ...tensor, sizeBytes: data.end - data.start, make: () => read(tensor) });
    },
    listAdded: () => [...added.values()],
  };
}
