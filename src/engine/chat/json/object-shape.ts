import {
  accepts,
  ANYTHING,
  intersect,
  isEmpty,
  spellOutAny,
  subtract,
  uniteAll,
  type Automaton,
} from './automaton.ts';
import { listBranches, type Branch } from './branches.ts';
import { TooLarge } from './refusal.ts';
import type { ObjectPart, Part, SchemaDocument } from './schema-document.ts';
import { compileOwnPattern, describeTexts } from './string-shape.ts';

/** A branch's constraints on objects. */
export interface ObjectShape {
  /** Declared and required names, in the order in which they are written. */
  names: readonly string[];
  required: ReadonlySet<string>;
  min: number;
  max: number;
  /** What the property with a name must fit. */
  propertyOf(name: string): Part[];
  /** Whether the rules for names allow a name. */
  canHave(name: string): boolean;
  /** Names that are not declared, and what their properties must fit. */
  others: readonly { names: Automaton; parts: Part[] }[];
}

/** The most combinations of `patternProperties` that are distinguished. */
const MAX_NAME_KINDS = 32;

export function describeObjects(document: SchemaDocument, branch: Branch): ObjectShape {
  const numbers = (keyword: string) =>
    branch.flatMap(({ schema }) => (schema[keyword] as number | undefined) ?? []);
  const lists = branch.map(({ schema }) => (schema.required ?? []) as string[]);
  const required = new Set(lists.flat());
  const declared = branch.flatMap(({ schema }) => Object.keys((schema.properties ?? {}) as object));
  const names = [...new Set([...declared, ...required])];
  const allowed = describeNames(document, branch);
  const min = Math.max(0, ...numbers('minProperties'));
  return {
    names,
    required,
    min,
    max: Math.min(Infinity, ...numbers('maxProperties')),
    propertyOf: (name) => branch.flatMap((part) => readProperty(document, part, name)),
    canHave: (name) => accepts(allowed, name),
    get others() {
      return listOthers(
        document,
        branch,
        subtract(allowed, spellOutAny(names)),
        min > names.length,
      );
    },
  };
}

function describeNames(document: SchemaDocument, branch: Branch): Automaton {
  return branch
    .filter(({ schema }) => schema.propertyNames !== undefined)
    .map((part) =>
      listBranches(document, [document.child(part, 'propertyNames')]).map(describeTexts),
    )
    .reduce(
      (all, options) =>
        intersect(all, options.length === 0 ? subtract(ANYTHING, ANYTHING) : uniteAll(options)),
      ANYTHING,
    );
}

function readProperty(document: SchemaDocument, part: ObjectPart, name: string): Part[] {
  const {
    properties = {},
    patternProperties = {},
    additionalProperties,
  } = part.schema as Record<string, object>;
  const parts = Object.hasOwn(properties, name) ? [document.child(part, 'properties', name)] : [];
  for (const pattern of Object.keys(patternProperties))
    if (accepts(compileOwnPattern(part, 'patternProperties', pattern), name))
      parts.push(document.child(part, 'patternProperties', pattern));
  return parts.length === 0 && additionalProperties !== undefined
    ? [document.child(part, 'additionalProperties')]
    : parts;
}

/** Undeclared names, told apart by the patterns that they fit. */
function listOthers(
  document: SchemaDocument,
  branch: Branch,
  names: Automaton,
  mustBeOpen: boolean,
): { names: Automaton; parts: Part[] }[] {
  let kinds: { names: Automaton; parts: Part[]; hasPattern: boolean }[] = [
    { names, parts: [], hasPattern: false },
  ];
  for (const part of branch) {
    const patterns = Object.keys((part.schema.patternProperties ?? {}) as object);
    const automata = patterns.map((pattern) =>
      compileOwnPattern(part, 'patternProperties', pattern),
    );
    let own = kinds.map((kind) => ({ ...kind, isPlain: true }));
    for (const [index, pattern] of patterns.entries()) {
      const automaton = automata[index] ?? ANYTHING;
      const child = document.child(part, 'patternProperties', pattern);
      own = own.flatMap((kind) => [
        { ...kind, names: subtract(kind.names, automaton) },
        {
          ...kind,
          names: intersect(kind.names, automaton),
          parts: [...kind.parts, child],
          hasPattern: true,
          isPlain: false,
        },
      ]);
      own = own.filter((kind) => !isEmpty(kind.names));
      if (own.length > MAX_NAME_KINDS) throw new TooLarge();
    }
    const hasRest = part.schema.additionalProperties !== undefined;
    kinds = own.map(({ isPlain, ...kind }) =>
      isPlain && hasRest
        ? { ...kind, parts: [...kind.parts, document.child(part, 'additionalProperties')] }
        : kind,
    );
  }
  const isOpen = isOpenToOthers(branch, mustBeOpen);
  return kinds.filter(
    ({ hasPattern, parts }) =>
      (hasPattern || isOpen) && !parts.some(({ schema }) => schema === false),
  );
}

/**
 * A schema that lists properties means these, unless it says that there may be others or that there
 * must be more.
 */
function isOpenToOthers(branch: Branch, mustBeOpen: boolean): boolean {
  if (branch.some(({ schema }) => schema.additionalProperties !== undefined)) return true;
  if (branch.some(({ schema }) => schema.unevaluatedProperties === false)) return false;
  const listing = ['properties', 'required', 'patternProperties'];
  return (
    mustBeOpen ||
    !branch.some(({ schema }) => listing.some((keyword) => schema[keyword] !== undefined))
  );
}
