import { checkKeywords } from './keywords.ts';
import { escapePointer, refuseKeyword } from './refusal.ts';

export type SchemaObject = Readonly<Record<string, unknown>>;

/** A schema inside a document. A value fits several parts when it fits each. */
export interface Part {
  schema: SchemaObject | boolean;
  /** Its place, as a JSON pointer after "#". */
  pointer: string;
}

export type ObjectPart = Part & { schema: SchemaObject };

/** A schema and all that its references lead to. */
export interface SchemaDocument {
  root: Part;
  /** The subschemas under a keyword: one, or those of a list or an object by name. */
  child(part: ObjectPart, keyword: string, name?: string | number): Part;
  /** Where a part's `$ref` leads. Throws `invalid_request` if that is nowhere in this document. */
  resolve(part: ObjectPart): Part;
  /** Checks the keywords of a part, once. */
  check(part: ObjectPart): void;
}

export function createSchemaDocument(schema: SchemaObject | boolean): SchemaDocument {
  const checked = new Set<string>();
  const anchors = new Map<string, Part>();
  findAnchors(schema, '#', anchors);
  return {
    root: { schema, pointer: '#' },
    child({ schema: parent, pointer }, keyword, name) {
      const value = parent[keyword] as SchemaObject;
      const path = name === undefined ? keyword : `${keyword}/${escapePointer(String(name))}`;
      return {
        schema: (name === undefined ? value : value[name]) as SchemaObject,
        pointer: `${pointer}/${path}`,
      };
    },
    resolve({ schema: from, pointer }) {
      const reference = String(from.$ref);
      const target = reference.startsWith('#') ? find(schema, anchors, reference) : undefined;
      if (target) return target;
      const sentence = reference.startsWith('#')
        ? `"$ref" points to ${reference}, where there is no schema`
        : `"$ref" points outside, to ${reference}. Put that schema under "$defs" and refer to it with "#/$defs/…"`;
      throw refuseKeyword(pointer, '$ref', sentence);
    },
    check({ schema: own, pointer }) {
      if (checked.has(pointer)) return;
      checkKeywords(own, pointer);
      checked.add(pointer);
    },
  };
}

function find(
  root: SchemaObject | boolean,
  anchors: ReadonlyMap<string, Part>,
  reference: string,
): Part | undefined {
  const fragment = decode(reference.slice(1));
  if (fragment !== '' && !fragment.startsWith('/')) return anchors.get(fragment);
  let schema: unknown = root;
  let pointer = '#';
  for (const step of fragment.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof schema !== 'object' || schema === null || !Object.hasOwn(schema, name))
      return undefined;
    schema = (schema as SchemaObject)[name];
    pointer += `/${escapePointer(name)}`;
  }
  const isSchema =
    typeof schema === 'boolean' ||
    (typeof schema === 'object' && schema !== null && !Array.isArray(schema));
  return isSchema ? { schema: schema as SchemaObject, pointer } : undefined;
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

function findAnchors(root: unknown, from: string, anchors: Map<string, Part>): void {
  const queue: [value: unknown, pointer: string][] = [[root, from]];
  for (let entry = queue.pop(); entry; entry = queue.pop()) {
    const [value, pointer] = entry;
    if (typeof value !== 'object' || value === null) continue;
    const { $anchor: anchor } = value as SchemaObject;
    if (typeof anchor === 'string') anchors.set(anchor, { schema: value as SchemaObject, pointer });
    for (const [name, inner] of Object.entries(value))
      queue.push([inner, `${pointer}/${escapePointer(name)}`]);
  }
}
