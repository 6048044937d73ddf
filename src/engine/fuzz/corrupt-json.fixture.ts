import fc from 'fast-check';
import { inputsFrom, type Inputs } from './fuzz.fixture.ts';

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
/** Large values by their size, so that a fault's plan stays short. */
type Strange = { value: unknown } | { depth: number } | { characters: number } | { items: number };

const strange: fc.Arbitrary<Strange> = fc.oneof(
  fc.record({
    value: fc.oneof(
      fc.constantFrom<unknown>(null, true, false, 0, -1, 0.5, 1e15, 1e308, 2 ** 53, '', [], {}),
      fc.constantFrom<unknown>('\0', '../../x', '__proto__', 'constructor', '\ud83d', '{{ x }}'),
      fc.jsonValue({ maxDepth: 2 }),
    ),
  }),
  fc.constantFrom({ depth: 1000 }, { characters: 100_000 }, { items: 3000 }),
);

function makeStrange(strange: Strange): unknown {
  if ('depth' in strange) return JSON.parse('['.repeat(strange.depth) + ']'.repeat(strange.depth));
  if ('characters' in strange) return 'x'.repeat(strange.characters);
  if ('items' in strange) return Array.from({ length: strange.items }, (_, at) => at);
  return structuredClone(strange.value);
}

interface Edit {
  at: number;
  kind: 'replace' | 'remove' | 'swap';
  value: Strange;
}

/** What was valid JSON, with values replaced by strange ones, by each other, or gone. */
export function corruptJson(values: readonly unknown[]): Inputs<unknown> {
  const edit: fc.Arbitrary<Edit> = fc.record({
    at: place,
    kind: fc.constantFrom('replace', 'replace', 'remove', 'swap'),
    value: strange,
  });
  const plans = fc.record({
    value: fc.nat(values.length - 1),
    edits: fc.array(edit, { maxLength: 5 }),
  });
  return inputsFrom(plans, ({ value, edits }) => {
    const root = { value: structuredClone(values[value]) };
    for (const each of edits) applyEdit(root, each);
    return root.value;
  });
}

type Holder = Record<string, unknown>;

function applyEdit(root: Holder, { at, kind, value }: Edit): void {
  const places = listPlaces(root);
  const place = places[Math.floor(at * places.length)];
  if (!place) return;
  const [holder, key] = place;
  if (kind === 'remove') Reflect.deleteProperty(holder, key);
  else if (kind === 'replace') holder[key] = makeStrange(value);
  else holder[key] = structuredClone(places[places.length >> 1]?.[0]);
}

/** Every place of a value; not deeper than a file of people's making would go. */
function listPlaces(holder: Holder, depth = 0): [Holder, string][] {
  if (depth > 20) return [];
  return Object.entries(holder).flatMap(([key, value]): [Holder, string][] =>
    typeof value === 'object' && value !== null
      ? [[holder, key], ...listPlaces(value as Holder, depth + 1)]
      : [[holder, key]],
  );
}
