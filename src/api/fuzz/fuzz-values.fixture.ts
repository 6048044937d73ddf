/** A part of a JSON schema, as OpenAPI documents have it. */
export interface FuzzSchema {
  $ref?: string;
  type?: string | readonly string[];
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly FuzzSchema[];
  oneOf?: readonly FuzzSchema[];
  properties?: Readonly<Record<string, FuzzSchema>>;
  required?: readonly string[];
  items?: FuzzSchema;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  minItems?: number;
  pattern?: string;
}

export type Random = () => number;

/** What no schema expects. */
const STRANGE: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1e308,
  0.5,
  '',
  ' ',
  '\u0000\ud800',
  '../../etc/passwd',
  'x'.repeat(5000),
  [],
  [[[]]],
  {},
  { constructor: 1, toString: 'no' },
  'data:image/png;base64,AAAA',
  'http://127.0.0.1/',
];

const STRINGS = ['a fox', 'Olá, mundo', 'count', '🦊', '64x64', 'en-us', 'auto', '{"a":1}'];

interface Fuzz {
  random: Random;
  schemas: Readonly<Record<string, FuzzSchema>>;
  /** Values that fit fields of these names. */
  known: Readonly<Record<string, readonly unknown[]>>;
  /** How likely a value is a strange one, 0 to 1. */
  strangeness: number;
}

/** A value that fits a schema, for the most part. */
export function makeValue(schema: FuzzSchema, fuzz: Fuzz, name = '', depth = 0): unknown {
  const { random, schemas, known, strangeness } = fuzz;
  const pick = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)];
  const inner = (part: FuzzSchema, its = name) => makeValue(part, fuzz, its, depth + 1);
  if (random() < strangeness) return pick(STRANGE);
  const fitting = known[name];
  if (fitting && random() < 0.8) return pick(fitting);
  if (schema.$ref) return inner(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return pick(schema.enum);
  const forms = schema.anyOf ?? schema.oneOf;
  if (forms) return inner(pick(forms) ?? {});
  const type = typeof schema.type === 'string' ? schema.type : pick(schema.type ?? ['string']);
  switch (type) {
    case 'object': {
      const required = schema.required ?? [];
      const entries = Object.entries(schema.properties ?? {})
        .filter(([key]) => {
          const likely = key in known ? 0.7 : 0.3;
          return random() < (required.includes(key) ? 0.95 : depth > 3 ? 0 : likely);
        })
        .map(([key, part]) => [key, inner(part, key)]);
      return Object.fromEntries(entries);
    }
    case 'array': {
      const length = Math.max(schema.minItems ?? 0, Math.floor(random() * 3));
      return Array.from({ length }, () => inner(schema.items ?? {}));
    }
    case 'integer':
      return (schema.minimum ?? 0) + Math.floor(random() * 3);
    case 'number':
      return (schema.minimum ?? schema.exclusiveMinimum ?? 0) + random();
    case 'boolean':
      return random() < 0.5;
    case 'null':
      return null;
    default:
      return pick(STRINGS);
  }
}
