import type { Branch } from './branches.ts';
import type { GrammarBuilder, Rule, Sequence } from './grammar.ts';
import { refuseKeyword } from './refusal.ts';
import { listBranches } from './branches.ts';
import type { ObjectPart, Part, SchemaDocument } from './schema-document.ts';
import { describeArrays, type ArrayShape } from './array-shape.ts';
import { listKinds, listValues, nameValue } from './shapes.ts';
import { fitsBranch } from './fits.ts';

/** More items than any answer has in practice. */
const MAX_ITEMS = 4000;

/**
 * Up to so many values, unique items may come in any order; of more, in the order of the schema.
 */
const MAX_IN_ANY_ORDER = 8;

export interface RuleWriter {
  document: SchemaDocument;
  grammar: GrammarBuilder;
  /** The rule of what all of the parts allow. */
  ruleOf(parts: readonly Part[], pointer: string): Rule;
}

export function writeArrays(writer: RuleWriter, branch: Branch, pointer: string): Sequence[] {
  const shape = describeArrays(writer.document, branch);
  if (shape.min > MAX_ITEMS) throw refuseMin(branch, shape.min);
  if (shape.isUnique && shape.max > 1) return [writeUniqueItems(writer, branch, shape, pointer)];
  return [[writer.grammar.text('['), writeItems(writer, shape, pointer)]];
}

function refuseMin(branch: Branch, min: number): unknown {
  const owner = branch.find(({ schema }) => schema.minItems === min);
  return refuseKeyword(
    owner?.pointer ?? '#',
    'minItems',
    `"minItems" can be at most ${MAX_ITEMS}, not ${min}`,
  );
}

/** The items and the closing bracket. */
function writeItems({ grammar, ruleOf }: RuleWriter, shape: ArrayShape, pointer: string): Rule {
  const max = Math.min(shape.max, Math.max(MAX_ITEMS, shape.min));
  // From here on all items are alike, and without a bound one rule does for all.
  const last = shape.max === Infinity ? Math.max(shape.prefixLength, shape.min, 1) : max;
  const rules = Array.from({ length: last + 1 }, () => grammar.rule(pointer));
  for (const [count, rule] of rules.entries()) {
    if (count >= shape.min) rule.sequences.push([grammar.text(']')]);
    if (count >= shape.max) continue;
    const item = ruleOf(shape.itemAt(count), pointer);
    const next = rules[count + 1] ?? rule;
    rule.sequences.push(count === 0 ? [item, next] : [grammar.text(', '), item, next]);
  }
  return rules[0] ?? grammar.rule(pointer);
}

/**
 * Lists without repetition: of values that can be counted, by keeping account of those that are
 * left.
 */
function writeUniqueItems(
  writer: RuleWriter,
  branch: Branch,
  shape: ArrayShape,
  pointer: string,
): Sequence {
  const values =
    shape.prefixLength === 0 ? listFinite(writer.document, shape.itemAt(0)) : undefined;
  if (!values) {
    const owner = branch.find(({ schema }) => schema.uniqueItems) as ObjectPart;
    const sentence =
      '"uniqueItems" is supported only for items of an "enum". List the values, or leave it out';
    throw refuseKeyword(owner.pointer, 'uniqueItems', sentence);
  }
  const { grammar } = writer;
  const texts = values.map((value) => grammar.text(JSON.stringify(value)));
  const isOrdered = values.length > MAX_IN_ANY_ORDER;
  const rules = new Map<string, Rule>();
  return [
    grammar.text('['),
    write(
      values.map((_, index) => index),
      0,
    ),
  ];

  function write(left: readonly number[], count: number): Rule {
    const name = `${left.join()};${count}`;
    const known = rules.get(name);
    if (known) return known;
    const rule = grammar.rule(pointer);
    rules.set(name, rule);
    if (count >= shape.min) rule.sequences.push([grammar.text(']')]);
    for (const [place, index] of count < shape.max ? left.entries() : []) {
      const rest = isOrdered ? left.slice(place + 1) : left.filter((other) => other !== index);
      const item = texts[index];
      if (item)
        rule.sequences.push([
          ...(count > 0 ? [grammar.text(', ')] : []),
          item,
          write(rest, count + 1),
        ]);
    }
    return rule;
  }
}

/** All values that fit, where the schema lists them; `undefined` if it does not. */
function listFinite(document: SchemaDocument, parts: readonly Part[]): unknown[] | undefined {
  const values: unknown[] = [];
  for (const branch of listBranches(document, parts)) {
    const listed = listValues(branch) ?? listOfKinds(branch);
    if (!listed) return undefined;
    values.push(...listed.filter((value) => fitsBranch(document, branch, value)));
  }
  const names = values.map(nameValue);
  return values.filter((_, index) => names.indexOf(names[index] ?? '') === index);
}

function listOfKinds(branch: Branch): unknown[] | undefined {
  const kinds = listKinds(branch);
  if (kinds.some((kind) => kind !== 'boolean' && kind !== 'null')) return undefined;
  return kinds.flatMap((kind): unknown[] => (kind === 'null' ? [null] : [true, false]));
}
