import type { Operation } from './operation.ts';

export type Word = string | number;

/** What an option of an operation may be. */
export type OptionValue =
  | {
      kind: 'number';
      min: number;
      max: number;
      isWhole: boolean;
      /** What may stand in the number's place, such as `fit`. */
      word?: Word;
    }
  /** One of some words, or of some numbers. */
  | { kind: 'choice'; values: readonly Word[] }
  /** One or more of some words. */
  | { kind: 'choices'; values: readonly Word[] }
  | { kind: 'flag' }
  | { kind: 'text' }
  /** Options that belong together. */
  | { kind: 'group'; options: readonly OptionFacts[] }
  /** Any number of such groups. */
  | { kind: 'rows'; options: readonly OptionFacts[] }
  /** A file, as a Blob or as a data URL. */
  | { kind: 'file' }
  /** Anything else that JSON can say. */
  | { kind: 'json' };

/** An option, as the schema of its operation has it. */
export interface OptionFacts {
  name: string;
  value: OptionValue;
  isRequired: boolean;
  /** What it is where nothing is said. */
  default?: unknown;
}

/**
 * What is read of a schema's definition, which Zod keeps in it. Its own way, `z.toJSONSchema`, would
 * weigh as much as all of this folder.
 */
interface Definition {
  type: string;
  innerType?: Schema;
  defaultValue?: unknown;
  shape?: Readonly<Record<string, Schema>>;
  element?: Schema;
  entries?: Readonly<Record<string, string>>;
  /** Of a literal. */
  values?: readonly Word[];
  /** Of a union. */
  options?: readonly Schema[];
  /** `safeint`: a whole number. */
  format?: string;
  checks?: readonly { _zod: { def: { check: string; value?: unknown } } }[];
}
interface Schema {
  _zod: { def: Definition };
}

/**
 * The options of an operation, in the order of its schema.
 *
 * @example
 * import { optimize } from './operations/optimize.ts';
 * const [quality] = describeOptions(optimize);
 * quality?.value; // → { kind: 'number', min: 1, max: 100, isWhole: true }
 * quality?.default; // → 82
 */
export function describeOptions({ options }: Pick<Operation, 'options'>): OptionFacts[] {
  return describeShape(findShape(options as unknown as Schema) ?? {});
}

function describeShape(shape: NonNullable<Definition['shape']>): OptionFacts[] {
  return Object.entries(shape).map(([name, schema]) => describeOption(name, schema));
}

/** Where options may be written in several ways, the first one counts. */
function findShape({ _zod: { def } }: Schema): Definition['shape'] {
  return def.shape ?? def.options?.map(findShape).find((shape) => shape !== undefined);
}

function describeOption(name: string, schema: Schema): OptionFacts {
  const { type, innerType, defaultValue } = schema._zod.def;
  if (!innerType) return { name, value: describeValue(schema), isRequired: true };
  const inner = describeOption(name, innerType);
  const isOptional = type === 'optional' || type === 'default';
  return {
    ...inner,
    isRequired: inner.isRequired && !isOptional,
    ...(type === 'default' ? { default: defaultValue } : {}),
  };
}

function describeValue(schema: Schema): OptionValue {
  const { type, entries, values, element, shape, options } = schema._zod.def;
  if (type === 'enum' && entries) return { kind: 'choice', values: Object.values(entries) };
  if (type === 'literal' && values) return { kind: 'choice', values };
  if (shape) return { kind: 'group', options: describeShape(shape) };
  if (element) return describeList(describeValue(element));
  if (options) return describeUnion(options.map(describeValue), options);
  if (type === 'boolean') return { kind: 'flag' };
  if (type === 'string') return { kind: 'text' };
  return type === 'number' ? describeNumber(schema) : { kind: 'json' };
}

function describeList(each: OptionValue): OptionValue {
  if (each.kind === 'choice') return { kind: 'choices', values: each.values };
  return each.kind === 'group' ? { kind: 'rows', options: each.options } : { kind: 'json' };
}

/** One word or a list of them; a number or a word; a file or its data URL. */
function describeUnion(values: readonly OptionValue[], schemas: readonly Schema[]): OptionValue {
  const list = values.find(({ kind }) => kind === 'choices');
  if (list) return list;
  const number = values.find((value) => value.kind === 'number');
  const choice = values.find((value) => value.kind === 'choice');
  const [word] = choice?.values ?? [];
  if (number && word !== undefined) return { ...number, word };
  return schemas.some(({ _zod }) => _zod.def.type === 'custom')
    ? { kind: 'file' }
    : { kind: 'json' };
}

function describeNumber({ _zod: { def } }: Schema): OptionValue {
  const { format, checks = [] } = def;
  const limitOf = (check: string, fallback: number) =>
    Number(checks.find(({ _zod }) => _zod.def.check === check)?._zod.def.value ?? fallback);
  return {
    kind: 'number',
    min: limitOf('greater_than', -Infinity),
    max: limitOf('less_than', Infinity),
    isWhole: format === 'safeint',
  };
}
