import type { SchemaObject } from './schema-document.ts';

const person = {
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1 },
    friends: { type: 'array', items: { $ref: '#/$defs/person' } },
  },
  required: ['name', 'friends'],
};
const tree = {
  anyOf: [
    { type: 'null' },
    {
      type: 'object',
      properties: { left: { $ref: '#' }, right: { $ref: '#' } },
      required: ['left'],
    },
  ],
};

/** Schemas that answers are held to, by the keyword that they try. */
export const HELD_SCHEMAS: Readonly<Record<string, readonly SchemaObject[]>> = {
  'lengths of strings': [
    { type: 'string', maxLength: 20 },
    { type: 'string', minLength: 3 },
    { type: 'string', minLength: 2, maxLength: 2 },
    { type: 'string', maxLength: 0 },
    { type: 'string', maxLength: 1_000_000 },
    { type: 'string' },
  ],
  patterns: [
    { type: 'string', pattern: '^a.c$' },
    { type: 'string', pattern: '^[^@]+@x$' },
    { type: 'string', pattern: '^C:\\\\[a-z]+$' },
    { type: 'string', pattern: '^a|b$' },
    { type: 'string', pattern: 'b' },
    { type: 'string', pattern: '^[a-z]*$', maxLength: 5 },
    { type: 'string', pattern: '^[a-z]+-\\d{2,4}$', minLength: 8, maxLength: 10 },
    { type: 'string', pattern: '^"[^"]*"$' },
    { type: 'string', pattern: '^\\s\\S\\w\\W\\D$' },
    { type: 'string', pattern: '^[\\n\\t]{2}$' },
    { type: 'string', pattern: '^\\p{Lu}\\p{Ll}+$' },
    { type: 'string', pattern: '^(?:\\u0041|\\x42|\\u{1F600})$' },
    { type: 'string', pattern: '^\uD83D\uDE00{2}$' },
    { type: 'string', pattern: '^(?!bad)(?=.*\\d)[a-z\\d]{4,8}$' },
    { type: 'string', pattern: '^(a(b|cd)?){1,3}$' },
    { type: 'string', pattern: '^[\\]\\\\^-]+$' },
    { type: 'string', pattern: '' },
    { type: 'string', pattern: '^$' },
    { type: 'string', pattern: '^[\\u05D0-\\u05EA\\u0600-\\u06FF]{3}$' },
    { type: 'string', pattern: '^.*END.*$' },
    { type: 'string', allOf: [{ pattern: '^a' }, { pattern: 'z$' }, { maxLength: 6 }] },
  ],
  formats:
    'date time date-time duration email idn-email hostname ipv4 ipv6 uuid uri uri-reference iri url json-pointer byte'
      .split(' ')
      .map((format) => ({
        type: 'object',
        properties: { s: { type: 'string', format } },
        required: ['s'],
      })),
  'formats of numbers': [
    { type: 'integer', format: 'int32' },
    { type: 'integer', format: 'int64' },
    { type: 'number', format: 'double' },
    { type: 'string', format: 'email', maxLength: 12 },
  ],
  'ranges of numbers': [
    { type: 'number', minimum: 0, maximum: 1 },
    { type: 'number', minimum: 0.5, maximum: 2.5 },
    { type: 'number', minimum: 0, maximum: 10 },
    { type: 'number', minimum: -90, maximum: 90 },
    { type: 'number', exclusiveMinimum: 0 },
    { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
    { type: 'number', exclusiveMinimum: -0.5, maximum: 0 },
    { type: 'number', exclusiveMinimum: 0, maximum: 1e-20 },
    { type: 'number', minimum: 1e21 },
    { type: 'number', minimum: -1e300, maximum: 1e300 },
    { type: 'number', minimum: 0.1, maximum: 0.1 },
    { type: 'number', maximum: -3.25 },
    { type: 'integer', minimum: 1, maximum: 6 },
    { type: 'integer', minimum: -17, maximum: 103 },
    { type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 2 },
    { type: 'integer', minimum: 0.5, maximum: 1.5 },
    { type: 'integer', minimum: 9007199254740993 },
    { type: 'integer', exclusiveMinimum: 1e20, maximum: 3e20 },
    { type: 'number', minimum: 3, exclusiveMinimum: 3, maximum: 4 },
    { type: 'integer' },
    { type: 'number' },
  ],
  multipleOf: [
    { type: 'integer', multipleOf: 3 },
    { type: 'number', multipleOf: 5, minimum: -20, maximum: 40 },
    { type: 'integer', multipleOf: 100, minimum: 250 },
    { type: 'number', multipleOf: 0.5 },
    { type: 'number', multipleOf: 0.25, minimum: 1.1, maximum: 3 },
    { type: 'number', allOf: [{ multipleOf: 4 }, { multipleOf: 6 }], maximum: 100 },
    { type: 'number', multipleOf: 1 },
  ],
  'enum and const': [
    { enum: ['a"b', 'c\\d', 'é😀', '\u2028', '\ud800', '', 'tab\t', 'nul\u0000'] },
    { enum: [null, true, 0, -1.5, 1e21, 'x', [1, { a: [] }], { b: 1, a: 'y' }] },
    { const: { 'a"b': ['\\', null] } },
    { const: null },
    { type: ['string', 'null'], enum: ['a', null, 3] },
    { type: 'string', enum: ['abc', 'a', 'abcd'], maxLength: 3 },
    { enum: [1, 2, 3, 4], minimum: 2, allOf: [{ enum: [4, 3, 1] }] },
    { type: 'object', enum: [{ a: 1 }, { a: 'x' }, []], properties: { a: { type: 'integer' } } },
  ],
  'names of properties': [
    {
      type: 'object',
      properties: {
        'a"b': { type: 'integer' },
        'c\\d': { type: 'null' },
        'e\nf': { type: 'boolean' },
        '': { const: 1 },
        'é/~': {},
      },
      required: ['a"b', 'c\\d', 'e\nf', '', 'é/~'],
    },
    {
      type: 'object',
      properties: { constructor: { const: 1 }, toString: { const: 2 } },
      required: ['constructor', 'toString'],
    },
    JSON.parse(
      '{"type": "object", "properties": {"__proto__": {"type": "integer"}}, "required": ["__proto__"]}',
    ) as SchemaObject,
    { type: 'object', properties: { a: { const: 1 } }, required: ['b', 'a'] },
    { type: 'object', required: ['a'], additionalProperties: { type: 'integer' } },
  ],
  'objects with other properties': [
    { type: 'object' },
    { type: 'object', additionalProperties: { type: 'integer', minimum: 0, maximum: 9 } },
    {
      type: 'object',
      properties: { a: { const: 1 } },
      additionalProperties: { type: 'string', maxLength: 2 },
    },
    {
      type: 'object',
      patternProperties: { '^x': { type: 'integer' }, y$: { minimum: 5 } },
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: { xa: { type: 'number' } },
      patternProperties: { '^x': { maximum: 3 } },
      required: ['xa'],
    },
    {
      type: 'object',
      propertyNames: { pattern: '^[a-z]{2}$' },
      additionalProperties: { type: 'null' },
    },
    { type: 'object', propertyNames: { enum: ['a', 'b'] }, additionalProperties: { const: 1 } },
    { type: 'object', properties: { a: {}, bb: {} }, propertyNames: { maxLength: 1 } },
    { type: 'object', additionalProperties: false },
    { type: 'object', unevaluatedProperties: false, properties: { a: { type: 'null' } } },
  ],
  'numbers of properties': [
    { type: 'object', additionalProperties: { type: 'null' }, minProperties: 1 },
    { type: 'object', additionalProperties: { type: 'null' }, maxProperties: 2 },
    { type: 'object', properties: { a: {}, b: {}, c: {} }, minProperties: 2, maxProperties: 2 },
    { type: 'object', properties: { a: { const: 1 } }, minProperties: 2 },
    {
      type: 'object',
      properties: { a: { const: 1 } },
      additionalProperties: { const: 2 },
      minProperties: 1,
      maxProperties: 3,
    },
  ],
  arrays: [
    { type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 3 },
    { type: 'array', items: { type: 'boolean' } },
    { type: 'array', maxItems: 0 },
    { type: 'array', items: false },
    { type: 'array', prefixItems: [{ const: 1 }, { type: 'string' }] },
    { type: 'array', prefixItems: [{ const: 1 }], items: { const: 2 }, minItems: 3 },
    { type: 'array', prefixItems: [{ const: 1 }], items: false, minItems: 1 },
    { type: 'array', prefixItems: [{ const: 1 }], minItems: 2, maxItems: 4 },
    { type: 'array', prefixItems: [{ const: 1 }], unevaluatedItems: false },
    { type: 'array', items: { type: 'null' }, maxItems: 1_000_000 },
    { type: 'array' },
  ],
  uniqueItems: [
    { type: 'array', items: { enum: ['a', 'b', 'c'] }, uniqueItems: true, minItems: 2 },
    { type: 'array', items: { type: ['boolean', 'null'] }, uniqueItems: true },
    {
      type: 'array',
      items: { enum: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
      uniqueItems: true,
      minItems: 1,
      maxItems: 5,
    },
    { type: 'array', items: { type: 'string' }, uniqueItems: true, maxItems: 1 },
    { type: 'array', items: { type: 'string' }, uniqueItems: false },
  ],
  'schemas put together': [
    {
      allOf: [
        { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] },
        { properties: { b: { type: 'null' } }, required: ['b'] },
      ],
    },
    { allOf: [{ type: 'number', minimum: 3 }, { maximum: 5 }] },
    {
      allOf: [{ properties: { a: { minimum: 1 } } }, { properties: { a: { maximum: 2 } } }],
      type: 'object',
      required: ['a'],
    },
    { $ref: '#/$defs/a', maxLength: 3, $defs: { a: { type: 'string', pattern: '^x' } } },
    { $ref: '#/definitions/a~1b%25', definitions: { 'a/b%': { type: 'integer', maximum: 0 } } },
    { $ref: '#here', $defs: { a: { $anchor: 'here', const: 'there' } } },
    {
      type: 'object',
      properties: { a: { const: 1 } },
      anyOf: [{ required: ['a'] }, { properties: { b: { const: 2 } }, required: ['b'] }],
    },
    {
      anyOf: [
        { type: 'string', maxLength: 2 },
        { type: 'integer' },
        { type: 'string', pattern: '^abc' },
      ],
    },
    { anyOf: [{ allOf: [{ type: 'number' }, { minimum: 2 }] }, { type: 'null' }], maximum: 4 },
    { type: ['integer', 'null', 'array'], items: { type: 'boolean' }, minimum: 7 },
    { properties: { a: { minLength: 2 } }, required: ['a'] },
    { type: 'object', properties: { a: true, b: false }, required: ['a'] },
  ],
  oneOf: [
    { oneOf: [{ type: 'integer' }, { type: 'string' }, { type: 'null' }] },
    {
      oneOf: [
        { type: 'integer', maximum: 3 },
        { type: 'integer', minimum: 4 },
      ],
    },
    {
      oneOf: [
        { type: 'string', pattern: '^a' },
        { type: 'string', pattern: '^b' },
      ],
    },
    {
      oneOf: ['cat', 'dog'].map((kind) => ({
        type: 'object',
        properties: { kind: { const: kind }, [kind]: { type: 'boolean' } },
        required: ['kind', kind],
      })),
    },
    {
      type: 'object',
      oneOf: [
        { properties: { a: {} }, required: ['a'] },
        { properties: { b: {} }, required: ['b'] },
      ],
    },
    { oneOf: [{ const: 1 }, { enum: [2, 3] }] },
    {
      oneOf: [
        { type: 'array', maxItems: 1, items: { const: 1 } },
        { type: 'array', minItems: 2, items: { const: 1 } },
      ],
    },
  ],
  recursion: [
    { $ref: '#/$defs/person', $defs: { person } },
    tree,
    { type: 'array', items: { $ref: '#' } },
    {
      $defs: {
        a: { type: 'array', items: { $ref: '#/$defs/b' } },
        b: { anyOf: [{ $ref: '#/$defs/a' }, { const: 1 }] },
      },
      $ref: '#/$defs/b',
    },
  ],
  annotations: [
    {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'https://example.org/a',
      title: 'A',
      description: 'B',
      default: 3,
      examples: ['c'],
      $comment: 'd',
      deprecated: true,
      readOnly: true,
      'x-order': 1,
      type: 'string',
      contentMediaType: 'text/plain',
    },
    {},
  ],
};

/** Schemas that are refused, with the keyword and the place that the error names. */
export const REFUSED_SCHEMAS: readonly (readonly [
  schema: SchemaObject,
  keyword: string,
  pointer: string,
])[] = [
  [
    { properties: { a: { type: 'number', multipleOf: 0.01 } } },
    'multipleOf',
    '#/properties/a/multipleOf',
  ],
  [{ type: 'number', multipleOf: 0 }, 'multipleOf', '#/multipleOf'],
  [{ type: 'array', items: { type: 'string' }, uniqueItems: true }, 'uniqueItems', '#/uniqueItems'],
  [{ type: 'array', contains: { const: 1 } }, 'contains', '#/contains'],
  [{ not: { type: 'string' } }, 'not', '#/not'],
  [{ if: { minimum: 1 }, then: { maximum: 3 } }, 'if', '#/if'],
  [{ type: 'object', dependentRequired: { a: ['b'] } }, 'dependentRequired', '#/dependentRequired'],
  [{ type: 'object', dependentSchemas: { a: {} } }, 'dependentSchemas', '#/dependentSchemas'],
  [{ oneOf: [{ type: 'integer' }, { type: 'number' }] }, 'oneOf', '#/oneOf'],
  [
    {
      oneOf: [
        { type: 'string', maxLength: 3 },
        { type: 'string', minLength: 3 },
      ],
    },
    'oneOf',
    '#/oneOf',
  ],
  [{ oneOf: [{ properties: { a: {} } }, { properties: { b: {} } }] }, 'oneOf', '#/oneOf'],
  [
    { type: 'object', unevaluatedProperties: { type: 'string' } },
    'unevaluatedProperties',
    '#/unevaluatedProperties',
  ],
  [
    {
      allOf: [{ properties: { a: {} }, unevaluatedProperties: false }, { properties: { b: {} } }],
      type: 'object',
    },
    'unevaluatedProperties',
    '#/allOf/0/unevaluatedProperties',
  ],
  [{ $dynamicRef: '#a' }, '$dynamicRef', '#/$dynamicRef'],
  [{ $ref: 'https://example.org/schema.json' }, '$ref', '#/$ref'],
  [{ $ref: '#/$defs/missing' }, '$ref', '#/$ref'],
  [{ $ref: '#' }, '$ref', '#/$ref'],
  [{ anyOf: [{ $ref: '#' }, { type: 'null' }] }, '$ref', '#/anyOf/0/$ref'],
  [{ type: 'banana' }, 'type', '#/type'],
  [{ type: [] }, 'type', '#/type'],
  [{ enum: [] }, 'enum', '#/enum'],
  [{ const: Infinity }, 'const', '#/const'],
  [{ type: 'string', maxLenght: 3 }, 'maxLenght', '#/maxLenght'],
  [{ type: 'string', maxLength: '3' }, 'maxLength', '#/maxLength'],
  [{ type: 'string', minLength: -1 }, 'minLength', '#/minLength'],
  [{ type: 'string', minLength: 3, maxLength: 2 }, 'minLength', '#/minLength'],
  [{ type: 'number', minimum: 2, maximum: 1 }, 'minimum', '#/minimum'],
  [
    { type: 'number', exclusiveMinimum: true, minimum: 2 },
    'exclusiveMinimum',
    '#/exclusiveMinimum',
  ],
  [{ type: 'array', minItems: 2, maxItems: 1 }, 'minItems', '#/minItems'],
  [{ type: 'string', minLength: 1_000_000 }, 'minLength', '#/minLength'],
  [{ type: 'array', minItems: 1_000_000 }, 'minItems', '#/minItems'],
  [{ type: 'object', minProperties: 3 }, 'minProperties', '#/minProperties'],
  [{ type: 'string', pattern: '(' }, 'pattern', '#/pattern'],
  [{ type: 'string', pattern: '^(a)\\1$' }, 'pattern', '#/pattern'],
  [{ type: 'string', pattern: '\\bword\\b' }, 'pattern', '#/pattern'],
  [{ type: 'string', pattern: '^a(?=b)' }, 'pattern', '#/pattern'],
  [{ type: 'string', pattern: '(?<=a)b' }, 'pattern', '#/pattern'],
  [{ type: 'string', pattern: '^(a{1000}){1000}$' }, 'pattern', '#/pattern'],
  [{ type: 'string', pattern: '(a|b)*a(a|b){20}' }, 'pattern', '#/pattern'],
  [{ type: 'string', format: 'isbn' }, 'format', '#/format'],
  [{ type: 'string', format: 'isbn', pattern: '^[0-9]+$' }, 'format', '#/format'],
  [
    { type: 'object', properties: { a: { format: 'iban', pattern: '^x$' } } },
    'format',
    '#/properties/a/format',
  ],
  [
    { type: 'object', properties: { 'a/b': { type: 'object', properties: { '~': { not: {} } } } } },
    'not',
    '#/properties/a~1b/properties/~0/not',
  ],
  [{ items: { type: 'string', pattern: 3 }, type: 'array' }, 'pattern', '#/items/pattern'],
];

/** Well-formed schemas that nothing fits. */
export const EMPTY_SCHEMAS: readonly SchemaObject[] = [
  { allOf: [{ type: 'string' }, { type: 'number' }] },
  { type: 'number', exclusiveMinimum: 1, exclusiveMaximum: 1 },
  { type: 'integer', minimum: 1.2, maximum: 1.8 },
  { type: 'string', pattern: '^aaa$', maxLength: 2 },
  { type: 'object', properties: { a: false }, required: ['a'] },
  { type: 'object', properties: { a: { $ref: '#' } }, required: ['a'] },
  { type: 'string', enum: [1, 2] },
  { type: 'array', items: false, minItems: 1 },
  { type: 'object', additionalProperties: false, required: ['a'] },
  { type: 'object', additionalProperties: false, minProperties: 1 },
];
