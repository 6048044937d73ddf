import { MAX_PATH_LENGTH, passedInput, resolveLink, type Graph } from './graph.ts';

/**
 * What the nodes are called that compute a number, so that a number in them is not the one they
 * give.
 */
const COMPUTES =
  /math|expression|calc|operation|multiply|divide|\badd\b|subtract|random(?!.*seed)|size|ratio|resolution/i;
const NUMBER_NAMES = [
  'value',
  'seed',
  'noise_seed',
  'int',
  'float',
  'number',
  'integer',
  'Number',
  'Value',
];

/**
 * A number that stands in a node, or in the one that it is linked from. `undefined` if it is
 * computed.
 */
export function readNumber(graph: Graph, value: unknown): number | undefined {
  let at = value;
  for (let step = 0; step < MAX_PATH_LENGTH; step++) {
    if (typeof at === 'number') return Number.isFinite(at) ? at : undefined;
    const node = resolveLink(graph, at)?.node;
    if (!node || COMPUTES.test(node.type)) return undefined;
    const numbers = [...node.inputs].filter(([, input]) => typeof input === 'number');
    const named = NUMBER_NAMES.find((name) => node.inputs.has(name));
    at = named && numbers.length <= 1 ? node.inputs.get(named) : passedInput(node);
  }
  return undefined;
}

/**
 * One of a list of names (a sampler, a scheduler) that stands in a node as `name`, or in the one
 * that it is linked from.
 */
export function readName(graph: Graph, value: unknown, name: string): string | undefined {
  let at = value;
  for (let step = 0; step < MAX_PATH_LENGTH; step++) {
    if (typeof at === 'string') return at;
    const node = resolveLink(graph, at)?.node;
    if (!node) return undefined;
    at = node.inputs.get(name) ?? node.inputs.get('value') ?? passedInput(node);
  }
  return undefined;
}

/** The node an input comes from, through reroutes and switches, that has one of these inputs. */
export function findNode(graph: Graph, value: unknown, ...names: readonly string[]) {
  let at = value;
  for (let step = 0; step < MAX_PATH_LENGTH; step++) {
    const node = resolveLink(graph, at)?.node;
    if (!node || names.some((name) => node.inputs.has(name))) return node;
    at =
      passedInput(node) ??
      node.inputs.get('sigmas') ??
      node.inputs.get('guider') ??
      node.inputs.get('noise');
  }
  return undefined;
}

/**
 * The file of the network that draws: back along `model`, through LoRAs and patches, to the node
 * that loads it.
 */
export function readModelName(graph: Graph, value: unknown): string | undefined {
  let at = value;
  for (let step = 0; step < MAX_PATH_LENGTH; step++) {
    const node = resolveLink(graph, at)?.node;
    if (!node) return undefined;
    const file = ['ckpt_name', 'unet_name', 'base_ckpt_name', 'model_name', 'model_path'].find(
      (name) => typeof node.inputs.get(name) === 'string',
    );
    if (file)
      return String(node.inputs.get(file)).replace(/\.(safetensors|sft|ckpt|gguf|pth?)$/i, '');
    at = node.inputs.get('model') ?? passedInput(node);
  }
  return undefined;
}
