import { createGgufReader, damaged, type ByteSource, type GgufReader } from './gguf-reader.ts';
import type { ModelArchitecture } from '../manifest.ts';
import { nameQuantisation, type GgufQuantisation } from './quantisations.ts';
import { sizeOfTensor } from './tensor-types.ts';

/** What the header of a GGUF file says of its model. */
export interface GgufHeader {
  /** As llama.cpp names it, such as `llama` or `qwen3`. */
  architecture: string;
  /** The makers' name for it, if they gave one. */
  name: string | undefined;
  licence: string | undefined;
  /** Tokens of prompt and answer that it was trained on; `undefined` if it does not say. */
  contextLength: number | undefined;
  /** Jinja; empty if it has none. */
  chatTemplate: string;
  /** `undefined`: it does not say, or one of a later llama.cpp. */
  quantisation: GgufQuantisation | undefined;
  /** Numbers in the tensors of this file. */
  parameters: number;
  /** Bytes that the file must have at least to hold its tensors. */
  leastBytes: number;
  /** What sizes its keys and values; `undefined` if it does not say, or has none. */
  layout: ModelArchitecture | undefined;
  /** Whether it makes vectors instead of answers. */
  isForEmbeddings: boolean;
  /** Files of a model that was split, 1 otherwise. */
  splitCount: number;
  /** Each token as the tokenizer stores it; only if asked for. */
  tokens: readonly string[] | undefined;
  /** `gpt2`, `llama` …: how strings of tokens stand for bytes. */
  tokenizer: string | undefined;
  tokenTypes: readonly number[] | undefined;
  addsBeginning: boolean | undefined;
  /** Ids of the tokens that begin and end a text. */
  beginToken: number | undefined;
  endToken: number | undefined;
}

const MAX_ENTRIES = 10_000;
const MAX_KEY_BYTES = 65_535;
const MAX_TEXT_BYTES = 4 * 2 ** 20;
const MAX_TENSORS = 200_000;
const MAX_DIMENSIONS = 8;

/** Of each layer, such as its heads. */
const MAX_LAYERS = 1024;

type Scalar = string | number | boolean;
/** Lists that are not kept are known by their length. */
type Value = Scalar | { length: number; items?: readonly Scalar[] };

/**
 * Reads the header of a GGUF file of version 2 or 3, and no weights. `wantsTokens`: with the
 * vocabulary. Throws `weights_damaged` for anything else, before it takes memory for what a header
 * only claims.
 */
export async function readGgufHeader(file: ByteSource, wantsTokens = false): Promise<GgufHeader> {
  const reader = createGgufReader(file);
  if ((await reader.readNumber('u32')) !== 0x46554747) throw damaged('it does not begin like one');
  const version = await reader.readNumber('u32');
  if (version < 2 || version > 3) throw damaged(`it is of version ${version}, not 2 or 3`);
  const tensors = await reader.readLong('u64');
  const entries = await reader.readLong('u64');
  if (entries > MAX_ENTRIES || tensors > MAX_TENSORS) throw damaged('it claims too much');
  const values = new Map<string, Value>();
  for (let count = 0; count < entries; count++) {
    const key = await reader.readString(MAX_KEY_BYTES);
    const type = await reader.readNumber('u32');
    values.set(key, await readValue(reader, type, wantsTokens && KEPT_LISTS.includes(key)));
  }
  return describe(values, await readTensors(reader, tensors));
}

const KEPT_LISTS = ['tokenizer.ggml.tokens', 'tokenizer.ggml.token_type'];
const NUMBERS = {
  0: 'u8',
  1: 'i8',
  2: 'u16',
  3: 'i16',
  4: 'u32',
  5: 'i32',
  6: 'f32',
  12: 'f64',
} as const;
const BYTES: Readonly<Record<number, number>> = {
  ...{ 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 },
};
const TYPE = { bool: 7, string: 8, list: 9, u64: 10, i64: 11 } as const;

async function readValue(reader: GgufReader, type: number, isKept: boolean): Promise<Value> {
  if (type === TYPE.list) return readList(reader, isKept);
  return readScalar(reader, type);
}

async function readScalar(reader: GgufReader, type: number): Promise<string | number | boolean> {
  if (type in NUMBERS) return reader.readNumber(NUMBERS[type as keyof typeof NUMBERS]);
  if (type === TYPE.bool) return (await reader.readNumber('u8')) !== 0;
  if (type === TYPE.string) return reader.readString(MAX_TEXT_BYTES);
  if (type === TYPE.u64) return reader.readLong('u64');
  if (type === TYPE.i64) return reader.readLong('i64');
  throw damaged(`its header has a value of the unknown type ${type}`);
}

/** Lists are long and mostly unneeded, so that most are skipped. */
async function readList(reader: GgufReader, isWanted: boolean): Promise<Value> {
  const type = await reader.readNumber('u32');
  const length = await reader.readLong('u64');
  const bytes = BYTES[type];
  if (bytes === undefined && type !== TYPE.string) throw damaged('it has lists in lists');
  const isKept = isWanted || (bytes !== undefined && length <= MAX_LAYERS);
  if (!isKept && bytes !== undefined) {
    await reader.skip(bytes * length);
    return { length };
  }
  const items: Scalar[] = [];
  // Every element takes bytes of the file, so a claimed length alone takes no memory.
  for (let count = 0; count < length; count++) {
    const value = await readScalar(reader, type);
    if (isKept) items.push(typeof value === 'boolean' ? Number(value) : value);
  }
  return isKept ? { length, items } : { length };
}

interface Tensors {
  parameters: number;
  /** Where their bytes begin, unaligned, and how many there are from there on. */
  begin: number;
  bytes: number;
}

async function readTensors(reader: GgufReader, tensors: number): Promise<Tensors> {
  let parameters = 0;
  let bytes = 0;
  for (let count = 0; count < tensors; count++) {
    await reader.readString(MAX_KEY_BYTES);
    const dimensions = await reader.readNumber('u32');
    if (dimensions > MAX_DIMENSIONS) throw damaged('a tensor has too many dimensions');
    let size = 1;
    for (let axis = 0; axis < dimensions; axis++) size *= await reader.readLong('u64');
    parameters += size;
    const type = await reader.readNumber('u32');
    bytes = Math.max(bytes, (await reader.readLong('u64')) + sizeOfTensor(type, size));
  }
  return { parameters, begin: reader.position, bytes };
}

function describe(values: ReadonlyMap<string, Value>, tensors: Tensors): GgufHeader {
  const { text, number, items } = createLookup(values);
  const architecture = text('general.architecture');
  if (!architecture) throw damaged('it does not say which architecture it has');
  const addsBeginning = values.get('tokenizer.ggml.add_bos_token');
  const alignment = number('general.alignment') ?? 32;
  return {
    architecture,
    name: text('general.name'),
    licence: text('general.license'),
    contextLength: number(`${architecture}.context_length`),
    chatTemplate: text('tokenizer.chat_template') ?? '',
    quantisation: nameQuantisation(number('general.file_type')),
    parameters: tensors.parameters,
    leastBytes:
      tensors.bytes === 0
        ? tensors.begin
        : Math.ceil(tensors.begin / alignment) * alignment + tensors.bytes,
    layout: describeLayout(values, architecture),
    isForEmbeddings: values.has(`${architecture}.pooling_type`),
    splitCount: number('split.count') ?? 1,
    tokens: items<string>('tokenizer.ggml.tokens'),
    tokenizer: text('tokenizer.ggml.model'),
    tokenTypes: items<number>('tokenizer.ggml.token_type'),
    addsBeginning: typeof addsBeginning === 'boolean' ? addsBeginning : undefined,
    beginToken: number('tokenizer.ggml.bos_token_id'),
    endToken: number('tokenizer.ggml.eos_token_id'),
  };
}

function createLookup(values: ReadonlyMap<string, Value>) {
  return {
    text(key: string): string | undefined {
      const value = values.get(key);
      return typeof value === 'string' ? value : undefined;
    },
    number(key: string): number | undefined {
      const value = values.get(key);
      return typeof value === 'number' ? value : undefined;
    },
    items<T extends Scalar>(key: string): readonly T[] | undefined {
      const value = values.get(key);
      return typeof value === 'object' ? (value.items as readonly T[] | undefined) : undefined;
    },
  };
}

function describeLayout(
  values: ReadonlyMap<string, Value>,
  architecture: string,
): ModelArchitecture | undefined {
  const { number, items } = createLookup(values);
  const ask = (key: string) => number(`${architecture}.${key}`);
  const layers = ask('block_count');
  const hiddenSize = ask('embedding_length');
  const heads = ask('attention.head_count');
  const perLayer = items<number>(`${architecture}.attention.head_count_kv`);
  const keyValueHeads =
    ask('attention.head_count_kv') ?? (perLayer ? Math.max(...perLayer) : heads);
  const headSize = ask('attention.key_length') ?? (hiddenSize && heads && hiddenSize / heads);
  const list = values.get('tokenizer.ggml.tokens');
  const found = {
    ...{ layers, hiddenSize, keyValueHeads, headSize },
    vocabularySize: typeof list === 'object' ? list.length : undefined,
  };
  const isWhole = Object.values(found).every(
    (value) => Number.isInteger(value) && Number(value) > 0,
  );
  return isWhole ? ({ type: architecture, ...found } as ModelArchitecture) : undefined;
}
