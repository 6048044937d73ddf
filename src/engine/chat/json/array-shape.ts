import type { Branch } from './branches.ts';
import type { ObjectPart, Part, SchemaDocument } from './schema-document.ts';

/** A branch's constraints on arrays. */
export interface ArrayShape {
  min: number;
  max: number;
  isUnique: boolean;
  /** What the item at an index must fit. */
  itemAt(index: number): Part[];
  /** From this index on, all items must fit the same. */
  prefixLength: number;
}

export function describeArrays(document: SchemaDocument, branch: Branch): ArrayShape {
  const prefixLength = Math.max(0, ...branch.map(({ schema }) => readPrefix(schema).length));
  const numbers = (keyword: string) =>
    branch.flatMap(({ schema }) => (schema[keyword] as number | undefined) ?? []);
  const min = Math.max(0, ...numbers('minItems'));
  return {
    min,
    max: Math.min(
      isClosedList(branch, prefixLength, min) ? prefixLength : Infinity,
      ...numbers('maxItems'),
    ),
    isUnique: branch.some(({ schema }) => schema.uniqueItems === true),
    prefixLength,
    itemAt: (index) => branch.flatMap((part) => readItem(document, part, index)),
  };
}

/** A tuple ends with its last item, unless more are described or asked for. */
function isClosedList(branch: Branch, prefixLength: number, min: number): boolean {
  if (branch.some(({ schema }) => readRestKeyword(schema) !== undefined)) return false;
  return (
    branch.some(({ schema }) => schema.unevaluatedItems === false) ||
    (prefixLength > 0 && min <= prefixLength)
  );
}

/** `prefixItems`, or the list that `items` was in earlier drafts. */
function readPrefix(schema: ObjectPart['schema']): readonly unknown[] {
  if (schema.prefixItems !== undefined) return schema.prefixItems as unknown[];
  return Array.isArray(schema.items) ? schema.items : [];
}

function readRestKeyword(schema: ObjectPart['schema']): 'items' | 'additionalItems' | undefined {
  if (schema.items !== undefined && !Array.isArray(schema.items)) return 'items';
  return Array.isArray(schema.items) && schema.additionalItems !== undefined
    ? 'additionalItems'
    : undefined;
}

function readItem(document: SchemaDocument, part: ObjectPart, index: number): Part[] {
  const { schema } = part;
  if (index < readPrefix(schema).length)
    return [
      document.child(part, schema.prefixItems === undefined ? 'items' : 'prefixItems', index),
    ];
  const rest = readRestKeyword(schema);
  return rest ? [document.child(part, rest)] : [];
}
