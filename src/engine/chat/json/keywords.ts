import { refuseKeyword } from './refusal.ts';
import type { SchemaObject } from './schema-document.ts';

type Check = readonly [isValid: (value: unknown) => boolean, form: string];

const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const isFinite = (value: unknown) => Number.isFinite(value);
const isText = (value: unknown) => typeof value === 'string';
const isObject = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isSchema = (value: unknown) => typeof value === 'boolean' || isObject(value);
const isListOf = (isEach: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every(isEach);
const isFilledListOf = (isEach: (value: unknown) => boolean) => (value: unknown) =>
  isListOf(isEach)(value) && (value as unknown[]).length > 0;
const isMapOf = (isEach: (value: unknown) => boolean) => (value: unknown) =>
  isObject(value) && Object.values(value as object).every(isEach);
const TYPES = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];
const isType = (value: unknown) => TYPES.includes(value as string);

const COUNT: Check = [isCount, 'a whole number of at least 0'];
const NUMBER: Check = [isFinite, 'a number'];
const TEXT: Check = [isText, 'a string'];
const SCHEMA: Check = [isSchema, 'a schema'];
const SCHEMAS: Check = [isFilledListOf(isSchema), 'a non-empty list of schemas'];
const SCHEMA_MAP: Check = [isMapOf(isSchema), 'an object whose values are schemas'];
const NAMES: Check = [isListOf(isText), 'a list of names'];
const TRUTH: Check = [(value) => typeof value === 'boolean', 'true or false'];

/** The keywords that answers are held to, each with the form that its value must have. */
const HELD: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['$ref', TEXT],
  ['$defs', SCHEMA_MAP],
  ['definitions', SCHEMA_MAP],
  [
    'type',
    [
      (value) => isType(value) || isFilledListOf(isType)(value),
      `one or more of ${TYPES.join(', ')}`,
    ],
  ],
  ['enum', [isFilledListOf(isHeldValue), 'a non-empty list of values']],
  ['const', [isHeldValue, 'a JSON value']],
  ['allOf', SCHEMAS],
  ['anyOf', SCHEMAS],
  ['oneOf', SCHEMAS],
  ['minLength', COUNT],
  ['maxLength', COUNT],
  ['pattern', TEXT],
  ['format', TEXT],
  ['minimum', NUMBER],
  ['maximum', NUMBER],
  ['exclusiveMinimum', NUMBER],
  ['exclusiveMaximum', NUMBER],
  ['multipleOf', [(value) => isFinite(value) && (value as number) > 0, 'a number above 0']],
  ['properties', SCHEMA_MAP],
  ['patternProperties', SCHEMA_MAP],
  ['additionalProperties', SCHEMA],
  ['propertyNames', SCHEMA],
  ['required', NAMES],
  ['minProperties', COUNT],
  ['maxProperties', COUNT],
  ['items', [(value) => isSchema(value) || isListOf(isSchema)(value), 'a schema']],
  ['prefixItems', SCHEMAS],
  ['additionalItems', SCHEMA],
  ['minItems', COUNT],
  ['maxItems', COUNT],
  ['uniqueItems', TRUTH],
  // Redundant here: nothing is written that a schema does not describe.
  [
    'unevaluatedProperties',
    [(value) => typeof value === 'boolean', 'true or false; schemas are not supported'],
  ],
  [
    'unevaluatedItems',
    [(value) => typeof value === 'boolean', 'true or false; schemas are not supported'],
  ],
]);

/** They annotate a schema without constraining it. */
const ANNOTATIONS: ReadonlySet<string> = new Set(
  (
    '$schema $id id $anchor $vocabulary $comment title description default example examples deprecated readOnly writeOnly ' +
    'contentMediaType contentEncoding contentSchema discriminator xml externalDocs nullable enumNames markdownDescription ' +
    'enumDescriptions propertyOrdering strict name errorMessage tsType'
  ).split(' '),
);

/** What cannot be held, with what can be done instead. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['not', 'Say what is allowed instead, with "enum", "pattern" or a range'],
  ['if', 'Describe each case as an alternative of "anyOf" instead'],
  ['then', 'Describe each case as an alternative of "anyOf" instead'],
  ['else', 'Describe each case as an alternative of "anyOf" instead'],
  ['dependentRequired', 'Describe each case as an alternative of "anyOf" instead'],
  ['dependentSchemas', 'Describe each case as an alternative of "anyOf" instead'],
  ['dependencies', 'Describe each case as an alternative of "anyOf" instead'],
  ['contains', 'Describe the items with "prefixItems" and "items" instead'],
  ['minContains', 'Describe the items with "prefixItems" and "items" instead'],
  ['maxContains', 'Describe the items with "prefixItems" and "items" instead'],
  ['$dynamicRef', 'Use "$ref" instead'],
  ['$dynamicAnchor', 'Use "$ref" instead'],
  ['$recursiveRef', 'Use "$ref" instead'],
  ['$recursiveAnchor', 'Use "$ref" instead'],
]);

/**
 * Throws `invalid_request` for the first keyword of a schema that cannot be held or has a wrong
 * value.
 */
export function checkKeywords(schema: SchemaObject, pointer: string): void {
  for (const [keyword, value] of Object.entries(schema)) {
    if (ANNOTATIONS.has(keyword) || keyword.startsWith('x-')) continue;
    const advice = REFUSED.get(keyword);
    if (advice) throw refuseKeyword(pointer, keyword, `"${keyword}" is not supported. ${advice}`);
    const check = HELD.get(keyword);
    if (!check)
      throw refuseKeyword(
        pointer,
        keyword,
        `"${keyword}" is not a keyword of JSON Schema. Correct or remove it`,
      );
    const [isValid, form] = check;
    if (!isValid(value)) throw refuseKeyword(pointer, keyword, `"${keyword}" must be ${form}`);
  }
  for (const [least, most] of BOUNDS) checkBounds(schema, pointer, least, most);
}

const BOUNDS = [
  ['minLength', 'maxLength'],
  ['minimum', 'maximum'],
  ['minItems', 'maxItems'],
  ['minProperties', 'maxProperties'],
] as const;

function checkBounds(schema: SchemaObject, pointer: string, least: string, most: string): void {
  const [low, high] = [schema[least], schema[most]];
  if (typeof low === 'number' && typeof high === 'number' && low > high)
    throw refuseKeyword(pointer, least, `"${least}" is ${low}, above "${most}", which is ${high}`);
}

/** JSON has no infinite numbers; JSON.parse makes one of 1e999. */
function isHeldValue(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isHeldValue);
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isHeldValue);
  return value !== undefined && typeof value !== 'function';
}
