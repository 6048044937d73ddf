import { refuseKeyword, TooLarge } from './refusal.ts';
import type { ObjectPart, Part, SchemaDocument } from './schema-document.ts';

/**
 * Parts that a value must all fit, with references, `allOf` and alternatives resolved, leaving
 * their own keywords.
 */
export type Branch = readonly ObjectPart[];

const MAX_BRANCHES = 512;

/** A part on its way, with the references that led to it. */
interface Pending {
  part: Part;
  via: readonly string[];
}

interface Alternatives {
  owner: ObjectPart;
  keyword: 'anyOf' | 'oneOf';
  options: Pending[];
}

/**
 * The ways to fit some parts, one for each choice of alternatives. Empty: nothing fits. `onOneOf`
 * is called for every `oneOf` found, with its sibling parts.
 */
export function listBranches(
  document: SchemaDocument,
  parts: readonly Part[],
  onOneOf: (owner: ObjectPart, beside: readonly Part[]) => void = () => undefined,
): Branch[] {
  const branches: Branch[] = [];
  follow(
    parts.map((part) => ({ part, via: [] })),
    [],
    [],
  );
  return branches;

  function follow(
    pending: readonly Pending[],
    plain: readonly ObjectPart[],
    waiting: readonly Alternatives[],
  ): void {
    const flat = flatten(document, pending, plain);
    if (!flat) return;
    const [first, ...others] = [...waiting, ...flat.alternatives];
    if (!first) {
      if (branches.length >= MAX_BRANCHES) throw new TooLarge();
      branches.push(flat.plain);
      return;
    }
    if (first.keyword === 'oneOf')
      onOneOf(
        first.owner,
        flat.plain.filter((part) => part !== first.owner),
      );
    for (const option of first.options) follow([option], flat.plain, others);
  }
}

/** Follows references and `allOf`. `undefined`: a part is `false`. */
function flatten(
  document: SchemaDocument,
  pending: readonly Pending[],
  plain: readonly ObjectPart[],
): { plain: ObjectPart[]; alternatives: Alternatives[] } | undefined {
  const flat = [...plain];
  const alternatives: Alternatives[] = [];
  const queue = [...pending];
  for (let entry = queue.shift(); entry; entry = queue.shift()) {
    const { part, via } = entry;
    if (part.schema === false) return undefined;
    if (part.schema === true || flat.some(({ pointer }) => pointer === part.pointer)) continue;
    const own: ObjectPart = { ...part, schema: part.schema };
    document.check(own);
    flat.push(own);
    const inner = [...via, own.pointer];
    if (own.schema.$ref !== undefined)
      queue.push({ part: resolveOnce(document, own, inner), via: inner });
    queue.push(...listOptions(document, own, 'allOf', inner));
    for (const keyword of ['anyOf', 'oneOf'] as const)
      if (own.schema[keyword])
        alternatives.push({
          owner: own,
          keyword,
          options: listOptions(document, own, keyword, inner),
        });
  }
  return { plain: flat, alternatives };
}

function resolveOnce(document: SchemaDocument, part: ObjectPart, via: readonly string[]): Part {
  const target = document.resolve(part);
  if (via.includes(target.pointer))
    throw refuseKeyword(
      part.pointer,
      '$ref',
      '"$ref" points back to itself with nothing in between',
    );
  return target;
}

function listOptions(
  document: SchemaDocument,
  part: ObjectPart,
  keyword: 'allOf' | 'anyOf' | 'oneOf',
  via: readonly string[],
): Pending[] {
  const options = (part.schema[keyword] ?? []) as readonly unknown[];
  return options.map((_, index) => ({ part: document.child(part, keyword, index), via }));
}
