import type { ModelArchitecture } from '../manifest.ts';
import {
  describeHeader,
  type HeaderScalar,
  type HeaderTensors,
  type HeaderValue,
} from './describe-header.ts';
import { createGgufReader, damaged, type ByteSource, type GgufReader } from './gguf-reader.ts';
import type { GgufQuantisation } from './quantisations.ts';
import { sizeOfTensor } from './tensor-types.ts';
import type { Pooling, TextTask } from './text-task.ts';

/** What the header of a GGUF file says of its model; counts are whole and above 0. */
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
  task: TextTask;
  /** How it makes one vector of a text; `undefined` if it does not say. */
  pooling: Pooling | undefined;
  /** Length of its vectors; `undefined` if it does not say. */
  dimensions: number | undefined;
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
/** In a list: the largest vocabularies have a quarter of a million. */
const MAX_TEXTS = 2_000_000;

/** Of each layer, such as its heads. */
const MAX_LAYERS = 1024;

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
  const values = new Map<string, HeaderValue>();
  for (let count = 0; count < entries; count++) {
    const key = await reader.readString(MAX_KEY_BYTES);
    const type = await reader.readNumber('u32');
    values.set(key, await readValue(reader, type, wantsTokens && KEPT_LISTS.includes(key)));
  }
  return describeHeader(values, await readTensors(reader, tensors));
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

async function readValue(reader: GgufReader, type: number, isKept: boolean): Promise<HeaderValue> {
  if (type === TYPE.list) return readList(reader, isKept);
  return readScalar(reader, type);
}

async function readScalar(reader: GgufReader, type: number): Promise<HeaderScalar> {
  if (type in NUMBERS) return reader.readNumber(NUMBERS[type as keyof typeof NUMBERS]);
  if (type === TYPE.bool) return (await reader.readNumber('u8')) !== 0;
  if (type === TYPE.string) return reader.readString(MAX_TEXT_BYTES);
  if (type === TYPE.u64) return reader.readLong('u64');
  if (type === TYPE.i64) return reader.readLong('i64');
  throw damaged(`its header has a value of the unknown type ${type}`);
}

/** Lists are long and mostly unneeded, so that most are skipped. */
async function readList(reader: GgufReader, isWanted: boolean): Promise<HeaderValue> {
  const type = await reader.readNumber('u32');
  const length = await reader.readLong('u64');
  const bytes = BYTES[type];
  if (bytes === undefined && type !== TYPE.string) throw damaged('it has lists in lists');
  const isKept = isWanted || (bytes !== undefined && length <= MAX_LAYERS);
  if (!isKept && bytes !== undefined) {
    await reader.skip(bytes * length);
    return { length };
  }
  if (length > MAX_TEXTS) throw damaged('a list in its header is longer than that of any model');
  const items: HeaderScalar[] = [];
  // Every element takes bytes of the file, so a claimed length alone takes no memory.
  for (let count = 0; count < length; count++) {
    const value = await readScalar(reader, type);
    if (isKept) items.push(typeof value === 'boolean' ? Number(value) : value);
  }
  return isKept ? { length, items } : { length };
}

async function readTensors(reader: GgufReader, tensors: number): Promise<HeaderTensors> {
  let parameters = 0;
  let bytes = 0;
  for (let count = 0; count < tensors; count++) {
    await reader.readString(MAX_KEY_BYTES);
    const dimensions = await reader.readNumber('u32');
    if (dimensions > MAX_DIMENSIONS) throw damaged('a tensor has too many dimensions');
    let size = 1;
    for (let axis = 0; axis < dimensions; axis++) size *= await reader.readLong('u64');
    parameters += size;
    if (!Number.isSafeInteger(parameters)) throw damaged('its tensors are impossibly large');
    const type = await reader.readNumber('u32');
    bytes = Math.max(bytes, (await reader.readLong('u64')) + sizeOfTensor(type, size));
  }
  return { parameters, begin: reader.position, bytes };
}
