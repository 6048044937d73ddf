import { parsePythonJson } from '../python-json.ts';

/** A node of a graph in ComfyUI's API form. */
export interface GraphNode {
  id: string;
  /** Its class; empty if the file does not say. */
  type: string;
  /** Values, and links to other nodes' outputs. */
  inputs: ReadonlyMap<string, unknown>;
}

/** A way of more nodes than this is not followed. */
export const MAX_PATH_LENGTH = 256;

export type Graph = ReadonlyMap<string, GraphNode>;

/** The origin of an input: which output of which node. */
export interface Link {
  node: GraphNode;
  output: number;
}

/** The valid nodes of a graph. `undefined` if the text is not a graph. */
export function parseGraph(json: string): Graph | undefined {
  const parsed = parsePythonJson(json);
  // Some programs write the text of the text.
  const entries = isRecord(parsed)
    ? parsed
    : typeof parsed === 'string'
      ? parsePythonJson(parsed)
      : undefined;
  if (!isRecord(entries)) return undefined;
  const nodes = Object.entries(entries).flatMap(([id, value]) => parseNode(id, value) ?? []);
  return nodes.length === 0 ? undefined : new Map(nodes.map((node) => [node.id, node]));
}

function parseNode(id: string, value: unknown): GraphNode | undefined {
  if (!isRecord(value) || !isRecord(value.inputs)) return undefined;
  const type = typeof value.class_type === 'string' ? value.class_type : '';
  return { id, type, inputs: new Map(Object.entries(value.inputs)) };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A link is written as [node, output]. */
export function isLink(value: unknown): value is [string | number, number] {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [id, output] = value as unknown[];
  return (typeof id === 'string' || typeof id === 'number') && Number.isInteger(output);
}

/** What a link leads to; `undefined` for a value, and for a node that is not there. */
export function resolveLink(graph: Graph, value: unknown): Link | undefined {
  if (!isLink(value)) return undefined;
  const node = graph.get(String(value[0]));
  return node && { node, output: value[1] };
}

/**
 * The one input that a node hands on as it is: that of a reroute, or the chosen one of a switch.
 * `undefined` if the node does more, or where the choice cannot be told.
 */
export function passedInput({ inputs }: GraphNode): unknown {
  const links = [...inputs].filter(([, value]) => isLink(value));
  const select = inputs.get('select') ?? inputs.get('Input') ?? inputs.get('index');
  if (typeof select === 'number')
    return links.find(([name]) => name.replace(/^.*?(\d+)$/, '$1') === String(select))?.[1];
  const isOn = inputs.get('switch') ?? inputs.get('boolean') ?? inputs.get('condition');
  if (typeof isOn === 'boolean') return inputs.get(isOn ? 'on_true' : 'on_false');
  // "Any Switch" takes the first that is there.
  const [first] = links
    .filter(([name]) => /^any_\d+$/.test(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (first) return first[1];
  return links.length === 1 && ![...inputs.values()].some((value) => typeof value === 'string')
    ? links[0]?.[1]
    : undefined;
}
