import type { ModelArchitecture } from '../manifest.ts';
import { damaged } from './gguf-reader.ts';
import { nameQuantisation } from './quantisations.ts';
import type { GgufHeader } from './read-gguf-header.ts';
import { namePooling, taskOf } from './text-task.ts';

export type HeaderScalar = string | number | boolean;
/** Lists that are not kept are known by their length. */
export type HeaderValue = HeaderScalar | { length: number; items?: readonly HeaderScalar[] };

export interface HeaderTensors {
  parameters: number;
  /** Where their bytes begin, unaligned, and how many there are from there on. */
  begin: number;
  bytes: number;
}

/** What the values of a header mean. Throws `weights_damaged` where it names no architecture. */
export function describeHeader(
  values: ReadonlyMap<string, HeaderValue>,
  tensors: HeaderTensors,
): GgufHeader {
  const { text, label, number, count, items } = createLookup(values);
  const architecture = label('general.architecture');
  if (architecture === undefined) throw damaged('it does not say which architecture it has');
  const ask = (key: string) => count(`${architecture}.${key}`);
  const addsBeginning = values.get('tokenizer.ggml.add_bos_token');
  const pooling = namePooling(number(`${architecture}.pooling_type`));
  return {
    architecture,
    name: label('general.name'),
    licence: label('general.license'),
    contextLength: ask('context_length'),
    chatTemplate: text('tokenizer.chat_template') ?? '',
    quantisation: nameQuantisation(number('general.file_type')),
    parameters: tensors.parameters,
    leastBytes: measure(tensors, count('general.alignment') ?? USUAL_ALIGNMENT),
    layout: describeLayout(values, architecture),
    task: taskOf(architecture, pooling),
    pooling,
    dimensions: ask('embedding_length_out') ?? ask('embedding_length'),
    splitCount: count('split.count') ?? 1,
    tokens: items('tokenizer.ggml.tokens', isText),
    tokenizer: text('tokenizer.ggml.model'),
    tokenTypes: items('tokenizer.ggml.token_type', isNumber),
    addsBeginning: typeof addsBeginning === 'boolean' ? addsBeginning : undefined,
    beginToken: number('tokenizer.ggml.bos_token_id'),
    endToken: number('tokenizer.ggml.eos_token_id'),
  };
}

const USUAL_ALIGNMENT = 32;

function measure({ begin, bytes }: HeaderTensors, alignment: number): number {
  return bytes === 0 ? begin : Math.ceil(begin / alignment) * alignment + bytes;
}

const isText = (value: HeaderScalar) => typeof value === 'string';
const isNumber = (value: HeaderScalar) => typeof value === 'number';

/** What people are shown is no longer than this. */
const MAX_LABEL = 200;

/** Values by their keys, each `undefined` where it is of another kind. */
function createLookup(values: ReadonlyMap<string, HeaderValue>) {
  function text(key: string): string | undefined {
    const value = values.get(key);
    return typeof value === 'string' ? value : undefined;
  }
  function number(key: string): number | undefined {
    const value = values.get(key);
    return typeof value === 'number' ? value : undefined;
  }
  return {
    text,
    number,
    label(key: string): string | undefined {
      const value = text(key)?.trim() ?? '';
      return value !== '' && value.length <= MAX_LABEL ? value : undefined;
    },
    /** Whole and above 0. */
    count(key: string): number | undefined {
      const value = number(key) ?? 0;
      return Number.isSafeInteger(value) && value > 0 ? value : undefined;
    },
    items<T extends HeaderScalar>(
      key: string,
      is: (value: HeaderScalar) => value is T,
    ): readonly T[] | undefined {
      const value = values.get(key);
      const list = typeof value === 'object' ? value.items : undefined;
      return list?.every(is) ? list : undefined;
    },
  };
}

function describeLayout(
  values: ReadonlyMap<string, HeaderValue>,
  architecture: string,
): ModelArchitecture | undefined {
  const { count, items } = createLookup(values);
  const ask = (key: string) => count(`${architecture}.${key}`);
  const hiddenSize = ask('embedding_length');
  const heads = ask('attention.head_count');
  const perLayer = items(`${architecture}.attention.head_count_kv`, isNumber);
  const list = values.get('tokenizer.ggml.tokens');
  const found = {
    layers: ask('block_count'),
    hiddenSize,
    keyValueHeads: ask('attention.head_count_kv') ?? (perLayer ? Math.max(...perLayer) : heads),
    headSize: ask('attention.key_length') ?? (hiddenSize && heads && hiddenSize / heads),
    vocabularySize: typeof list === 'object' ? list.length : undefined,
  };
  const isWhole = Object.values(found).every(
    (value) => Number.isSafeInteger(value) && Number(value) > 0,
  );
  return isWhole ? ({ type: architecture, ...found } as ModelArchitecture) : undefined;
}
