import type { ModelTask } from '../../src/engine/models/manifest.ts';
import type { UpstreamModel } from '../upstreams/upstream-report.ts';
import type { GatewayNode, NodeLoad } from './gateway-node.ts';

/** What a request needs of a model. */
export interface RouteNeeds {
  /** As the request names it; absent: any model that can. */
  model?: string | undefined;
  task: ModelTask;
  /** Besides the task, such as `vision`. */
  capabilities: readonly string[];
}

/** A node, and what the model is called there. */
export interface Route {
  node: GatewayNode;
  model: string;
}

/**
 * Nodes for a request, the best first: those that have exactly this model, else those whose name and
 * model it gives (`node/model`) or whose model it shortens (`qwen3` for `Qwen/Qwen3` or
 * `qwen3:latest`), else, if it names none, those that can. Empty: nobody has it.
 */
export function findRoutes(needs: RouteNeeds, nodes: readonly GatewayNode[]): Route[] {
  const { model } = needs;
  if (model === undefined) return rank(match(nodes, (each) => canDo(each, needs)));
  const exact = match(nodes, ({ id }) => id === model);
  if (exact.length > 0) return rank(exact);
  const prefixed = match(nodes, ({ id }, { address }) => `${address.name}/${id}` === model);
  return rank(prefixed.length > 0 ? prefixed : match(nodes, ({ id }) => isShortFor(model, id)));
}

/** One model of each node. */
function match(
  nodes: readonly GatewayNode[],
  fits: (model: UpstreamModel, node: GatewayNode) => boolean,
): Route[] {
  return nodes.flatMap((node) => {
    const found = node.models.find((model) => fits(model, node));
    return found ? [{ node, model: found.id }] : [];
  });
}

function isShortFor(short: string, id: string): boolean {
  const simple = (text: string) => text.toLowerCase().replace(/:latest$/, '');
  const wanted = simple(short);
  return simple(id) === wanted || simple(id.slice(id.indexOf('/') + 1)) === wanted;
}

function canDo({ task, capabilities }: UpstreamModel, needs: RouteNeeds): boolean {
  return task === needs.task && needs.capabilities.every((name) => capabilities.includes(name));
}

/**
 * Nodes that answer first; among those the shortest queue, then the most free memory. An error of
 * the last minute weighs as much as a waiting request.
 */
function rank(routes: readonly Route[]): Route[] {
  return routes
    .map((route) => ({ route, isOpen: route.node.isOpen, load: route.node.load }))
    .sort(
      (a, b) =>
        Number(b.isOpen) - Number(a.isOpen) ||
        weigh(a.load) - weigh(b.load) ||
        b.load.freeMemory - a.load.freeMemory,
    )
    .map(({ route }) => route);
}

function weigh({ queueDepth, errors }: NodeLoad): number {
  return queueDepth + errors;
}
