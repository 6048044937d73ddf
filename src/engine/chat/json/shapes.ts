import type { Branch } from './branches.ts';

export type Kind = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

const KINDS: readonly Kind[] = ['object', 'array', 'string', 'number', 'boolean', 'null'];

/**
 * Keywords that say something of one kind of value: a schema that has one, and no type, is taken to
 * mean that kind.
 */
const KEYWORDS_BY_KIND: Partial<Record<Kind, readonly string[]>> = {
  object:
    'properties patternProperties additionalProperties propertyNames required minProperties maxProperties unevaluatedProperties'.split(
      ' ',
    ),
  array: 'items prefixItems additionalItems minItems maxItems uniqueItems unevaluatedItems'.split(
    ' ',
  ),
  string: ['minLength', 'maxLength', 'pattern', 'format'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
};

/** The kinds of values that a branch allows. */
export function listKinds(branch: Branch): Kind[] {
  const types = branch.flatMap(({ schema }) =>
    schema.type === undefined ? [] : [new Set([schema.type].flat())],
  );
  return KINDS.filter((kind) =>
    types.every((set) => set.has(kind) || (kind === 'number' && set.has('integer'))),
  );
}

/** The kinds that are written: where no type is given, those that the keywords speak of. */
export function listWrittenKinds(branch: Branch): Kind[] {
  const kinds = listKinds(branch);
  if (branch.some(({ schema }) => schema.type !== undefined)) return kinds;
  const meant = kinds.filter((kind) =>
    branch.some(({ schema }) =>
      KEYWORDS_BY_KIND[kind]?.some((keyword) => schema[keyword] !== undefined),
    ),
  );
  return meant.length > 0 ? meant : kinds;
}

/** The values of `enum` and `const`, those of all parts; `undefined` if there is neither. */
export function listValues(branch: Branch): unknown[] | undefined {
  const lists = branch.flatMap(({ schema }) => [
    ...(schema.enum === undefined ? [] : [schema.enum as unknown[]]),
    ...(schema.const === undefined ? [] : [[schema.const]]),
  ]);
  const names = lists.map((list) => new Set(list.map(nameValue)));
  const seen = new Set<string>();
  return lists[0]?.filter((value) => {
    const name = nameValue(value);
    const isNew = !seen.has(name);
    seen.add(name);
    return isNew && names.every((set) => set.has(name));
  });
}

/** The same for the same JSON values, whatever the order of their properties. */
export function nameValue(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))
      : inner,
  );
}
