import type { Branch } from './branches.ts';
import { toTerminal, type Rule, type Sequence, type Symbol } from './grammar.ts';
import { escapePointer, refuseKeyword } from './refusal.ts';
import { describeObjects, type ObjectShape } from './object-shape.ts';
import { writeAsStrings } from './string-text.ts';
import type { RuleWriter } from './write-arrays.ts';

/** Properties of names that are not declared. */
type Others = readonly { name: Symbol; value: Rule }[];

/** Objects with their properties in the order of the schema, then those that are not declared. */
export function writeObjects(writer: RuleWriter, branch: Branch, pointer: string): Sequence[] {
  const { grammar, document, ruleOf } = writer;
  const shape = describeObjects(document, branch);
  checkCount(branch, shape);
  const others = shape.others.map(({ names, parts }) => ({
    name: toTerminal(writeAsStrings(names)),
    value: ruleOf(parts, pointer),
  }));
  return [[grammar.text('{'), writeProperties(writer, shape, others, pointer)]];
}

/**
 * A name that is not declared might come twice, and JSON.parse would count it once: only one of
 * these is sure to count.
 */
function checkCount(branch: Branch, { min, names }: ObjectShape): void {
  if (min <= names.length + 1) return;
  const owner = branch.find(({ schema }) => schema.minProperties === min);
  throw refuseKeyword(
    owner?.pointer ?? '#',
    'minProperties',
    `"minProperties" ${min} cannot be met with ${names.length} declared. Declare the others under "properties"`,
  );
}

/**
 * How far an object is written: its next declared name, how many it has, and whether an undeclared
 * one is among them.
 */
interface Progress {
  next: number;
  count: number;
  hasOther: boolean;
}

function writeProperties(
  { grammar, ruleOf }: RuleWriter,
  shape: ObjectShape,
  others: Others,
  pointer: string,
): Rule {
  const { names, required, min, max } = shape;
  // Counts that no longer make a difference are treated as one.
  const mostCounted = max === Infinity ? Math.max(1, min) : max;
  const rules = new Map<string, Rule>();
  const pending: (() => void)[] = [];
  const root = ruleFor({ next: 0, count: 0, hasOther: false });
  for (let fill = pending.pop(); fill; fill = pending.pop()) fill();
  return root;

  function ruleFor(progress: Progress): Rule {
    const name = `${progress.next},${progress.count},${progress.hasOther}`;
    const known = rules.get(name);
    if (known) return known;
    const rule = grammar.rule(pointer);
    rules.set(name, rule);
    pending.push(() =>
      progress.next < names.length ? addDeclared(rule, progress) : addOthers(rule, progress),
    );
    return rule;
  }

  function addDeclared(rule: Rule, progress: Progress): void {
    const name = names[progress.next] ?? '';
    const next = { ...progress, next: progress.next + 1 };
    if (progress.count < max && shape.canHave(name)) {
      const value = ruleOf(shape.propertyOf(name), `${pointer}/properties/${escapePointer(name)}`);
      const opening = `${separate(progress)}${JSON.stringify(name)}: `;
      rule.sequences.push([
        grammar.text(opening),
        value,
        ruleFor({ ...next, count: countOne(progress) }),
      ]);
    }
    if (!required.has(name)) rule.sequences.push([ruleFor(next)]);
  }

  function addOthers(rule: Rule, progress: Progress): void {
    if (progress.count >= min) rule.sequences.push([grammar.text('}')]);
    if (progress.count >= max) return;
    // A second one may repeat the first one's name: it does not count towards the least number, and
    // does towards the most.
    const counts = !progress.hasOther || max < Infinity;
    const isSure = !progress.hasOther || progress.count >= min;
    if (!isSure) return;
    const after = ruleFor({
      ...progress,
      count: counts ? countOne(progress) : progress.count,
      hasOther: true,
    });
    for (const { name, value } of others) {
      const opening = separate(progress);
      rule.sequences.push([
        ...(opening ? [grammar.text(opening)] : []),
        name,
        grammar.text(': '),
        value,
        after,
      ]);
    }
  }

  function countOne({ count }: Progress): number {
    return Math.min(mostCounted, count + 1);
  }
}

function separate({ count }: Progress): string {
  return count > 0 ? ', ' : '';
}
