import { resolveLink, type Graph, type GraphNode } from './graph.ts';

/**
 * Whether a node draws: it has inputs for what, how noisy and which seed. Detailers and upscalers
 * that draw count too.
 */
function isSampler({ inputs }: GraphNode): boolean {
  const has = (...names: readonly string[]) => names.some((name) => inputs.has(name));
  return (
    has('positive', 'conditioning', 'guider') &&
    has('seed', 'noise_seed', 'noise') &&
    has('steps', 'sigmas')
  );
}

/** Inputs that say how to draw, not what to draw on. */
const INSTRUCTIONS =
  /model|clip|vae|positive|negative|cond|control|guide|noise|^sampler|sigma|seed|steps|cfg|denoise|text|prompt|string|mask|style|lora|adapter|detector|width|height|filename/i;

function picturesInto(graph: Graph, { inputs }: GraphNode): GraphNode[] {
  return [...inputs].flatMap(([name, value]) =>
    INSTRUCTIONS.test(name) ? [] : (resolveLink(graph, value)?.node ?? []),
  );
}

/**
 * The samplers that begin the pictures which this graph saves: one that draws over another's
 * picture (a second pass, a detailer) does not count, nor does one whose picture is not saved.
 * Visits each node once.
 */
export function findSamplers(graph: Graph): GraphNode[] {
  const nodes = [...graph.values()];
  const saving = nodes.filter(({ type }) => /save/i.test(type));
  for (const ends of [saving, findEnds(graph), nodes]) {
    const reached = reachBack(graph, ends);
    const samplers = [...reached].filter(isSampler);
    if (samplers.length === 0) continue;
    const later = findLater(graph, reached, samplers);
    const first = samplers.filter((sampler) => !later.has(sampler));
    // Only in a circle does each come after another.
    return first.length > 0 ? first : samplers;
  }
  return [];
}

/** The nodes whose outputs nobody takes. */
function findEnds(graph: Graph): GraphNode[] {
  const taken = new Set<GraphNode | undefined>();
  for (const { inputs } of graph.values())
    for (const value of inputs.values()) taken.add(resolveLink(graph, value)?.node);
  return [...graph.values()].filter((node) => !taken.has(node));
}

/** All nodes whose picture goes into one of these, and these. */
function reachBack(graph: Graph, ends: readonly GraphNode[]): Set<GraphNode> {
  const reached = new Set(ends);
  // A set also yields what is added during iteration.
  for (const node of reached) for (const source of picturesInto(graph, node)) reached.add(source);
  return reached;
}

/** The nodes that work on a picture which one of the samplers has drawn. */
function findLater(
  graph: Graph,
  among: ReadonlySet<GraphNode>,
  samplers: readonly GraphNode[],
): Set<GraphNode> {
  const users = new Map<GraphNode, GraphNode[]>();
  for (const node of among)
    for (const source of picturesInto(graph, node)) {
      const known = users.get(source);
      if (known) known.push(node);
      else users.set(source, [node]);
    }
  const later = new Set(samplers.flatMap((sampler) => users.get(sampler) ?? []));
  for (const node of later) for (const user of users.get(node) ?? []) later.add(user);
  return later;
}
