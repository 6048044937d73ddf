import { isLink, passedInput, resolveLink, type Graph, type GraphNode } from './graph.ts';
import type { StringReader } from './read-string.ts';

/**
 * Where the positive conditioning leaves a node that has both and more outputs before them; 0 for
 * all others.
 */
const FIRST_OUTPUT: Readonly<Record<string, number>> = {
  ApplyInstantID: 1,
  ApplyInstantIDAdvanced: 1,
  'Efficient Loader': 1,
  'Eff. Loader SDXL': 1,
  'KSampler (Efficient)': 1,
  'KSampler Adv. (Efficient)': 1,
};

/** Inputs with the text of an encoder: the first line of which a node has any. */
const ENCODER_TEXTS: readonly (readonly string[])[] = [
  ['populated_text'],
  ['text'],
  ['text_g', 'text_l'],
  ['clip_l', 'clip_g', 't5xxl', 'llama', 'bert', 'mt5xl'],
  ['user_prompt'],
  ['prompt'],
];
/** Encoders that add words of their own, or choose among them, while they run. */
const ADDS_WORDS = /blip|caption|interrogat|random|llm|styler/i;

/**
 * What a node makes its conditioning from: texts, or other conditionings. `undefined`: the file
 * does not tell.
 */
type Origin = { texts: readonly string[] } | { links: readonly unknown[] } | undefined;

/**
 * The words of a conditioning, traced back by output: a node that changes a positive and a negative
 * one hands on both. Several texts are joined with commas, each once. `undefined` if a part of it
 * is not in the file. Visits each node once for each of its outputs.
 */
export function readConditioning(
  graph: Graph,
  strings: StringReader,
  value: unknown,
): string | undefined {
  const texts = new Set<string>();
  const visited = new Set<string>();
  const waiting = [value];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const link = resolveLink(graph, at);
    if (!link) return undefined;
    const place = `${link.output} ${link.node.id}`;
    if (visited.has(place)) continue;
    visited.add(place);
    const origin = findOrigin(strings, link.node, link.output);
    if (!origin) return undefined;
    if ('texts' in origin) for (const text of origin.texts) texts.add(text);
    else waiting.push(...origin.links.toReversed());
  }
  return texts.size === 0 ? undefined : [...texts].filter((text) => text.trim() !== '').join(', ');
}

function findOrigin(strings: StringReader, node: GraphNode, output: number): Origin {
  const { inputs, type } = node;
  if (type === 'ConditioningZeroOut') return { texts: [''] };
  if (inputs.has('positive') || inputs.has('negative')) return followSide(strings, node, output);
  const conditionings = [...inputs.keys()].filter(
    (name) => /^cond(itioning)?[_\d]*/i.test(name) && isLink(inputs.get(name)),
  );
  if (conditionings.length === 1 || /combine|concat|average/i.test(type)) {
    // "to" comes before what is added "from".
    const sorted = conditionings.toSorted(
      (a, b) => Number(/from/.test(a)) - Number(/from/.test(b)),
    );
    if (sorted.length > 0) return { links: sorted.map((name) => inputs.get(name)) };
  }
  const names = ENCODER_TEXTS.find((group) => group.some((name) => inputs.has(name)));
  // A node that computes an encoder's text at run time does not pass on a conditioning.
  return names ? readEncoder(strings, node, names) : follow(passedInput(node));
}

const follow = (value: unknown): Origin => (isLink(value) ? { links: [value] } : undefined);

function followSide(strings: StringReader, { inputs, type }: GraphNode, output: number): Origin {
  const side = ['positive', 'negative'][output - (FIRST_OUTPUT[type] ?? 0)];
  const value = side === undefined ? undefined : inputs.get(side);
  if (typeof value !== 'string') return follow(value);
  const text = strings.read(value);
  return text === undefined ? undefined : { texts: [text] };
}

function readEncoder(
  strings: StringReader,
  { inputs, type }: GraphNode,
  names: readonly string[],
): Origin {
  if (ADDS_WORDS.test(type)) return undefined;
  const texts = names
    .filter((name) => inputs.has(name))
    .map((name) => strings.read(inputs.get(name)));
  if (!texts.every((text) => text !== undefined)) return undefined;
  // Keywords for one encoder are often a part of the sentence for the other.
  return {
    texts: texts.filter(
      (text, index) => !texts.some((other, at) => isPart(text, other, index, at)),
    ),
  };
}

function isPart(text: string, other: string, index: number, at: number): boolean {
  const [small, large] = [text.trim().toLowerCase(), other.trim().toLowerCase()];
  return index !== at && large.includes(small) && (small !== large || at < index);
}
