import { readBytes } from '../../src/api/http/read-body.ts';
import type { Forwarder } from '../../src/api/http/forwarder.ts';
import type { RemoteModel } from '../../src/api/services.ts';
import { readTraceHeaders } from '../traces/span.ts';
import { probeOpenAi } from '../upstreams/probe-openai.ts';
import type { UpstreamAddress } from '../upstreams/upstream-address.ts';
import { withBody } from '../with-body.ts';
import { findRoutes, type Route, type RouteNeeds } from './find-route.ts';
import { createGatewayNode, type GatewayNode } from './gateway-node.ts';
import { passOn } from './pass-on.ts';
import { readNeeds, taskOfRoute } from './read-needs.ts';

export interface GatewayOptions {
  /** Those of the kind `openai`. */
  upstreams: readonly UpstreamAddress[];
  /** Ids of what this server runs itself, which is answered here. */
  listLocalIds(): Promise<readonly string[]>;
  /** Seconds that nothing may arrive from a node that works on a request. */
  maxSeconds: number;
  log(sentence: string): void;
}

/** Sends requests on to the servers that have their models. */
export interface Gateway extends Forwarder {
  /** Models of the servers that answer, each once for every server. */
  listModels(): Promise<RemoteModel[]>;
  readonly nodes: readonly GatewayNode[];
  /** No more questions how they are. */
  end(): void;
}

const PROBE_EVERY_MS = 5000;
/** In the header `x-triptych-hop`: a request that was sent on is answered where it arrives. */
const HOP = 'x-triptych-hop';

export function createGateway(options: GatewayOptions): Gateway {
  const nodes = options.upstreams.map((address) =>
    createGatewayNode(address, probeOpenAi, options.log),
  );
  const probeAll = () => Promise.all(nodes.map((node) => node.probe()));
  const known = probeAll();
  const timer = setInterval(() => void probeAll(), PROBE_EVERY_MS);
  timer.unref();

  async function findNodes(needs: RouteNeeds): Promise<Route[]> {
    // Of itself a server answers what names no model, unless the request needs more than it can.
    if (needs.model === undefined && needs.capabilities.length === 0) return [];
    const wanted = { ...needs, model: needs.model === 'auto' ? undefined : needs.model };
    const isHere = async () => (await options.listLocalIds()).includes(needs.model ?? '');
    await known;
    const routes = findRoutes(wanted, nodes);
    return routes.length > 0 && !(await isHere()) ? routes : [];
  }
  return {
    nodes,
    end: () => clearInterval(timer),
    async listModels() {
      await known;
      return nodes.filter(({ isUp }) => isUp).flatMap(listModelsOf);
    },
    async forward(request, { trace, maxBodyBytes }) {
      const { pathname: path } = new URL(request.url);
      const task = request.method === 'POST' ? taskOfRoute(path) : undefined;
      if (task === undefined || request.headers.has(HOP)) return request;
      const body = {
        bytes: await readBytes(request, maxBodyBytes),
        type: request.headers.get('content-type') ?? '',
      };
      const needs = await readNeeds(task, body);
      const routes = await findNodes(needs);
      if (routes.length === 0) return withBody(request, body.bytes);
      trace.note({ model: routes[0]?.model ?? '' });
      const answer = await passOn(
        {
          path,
          model: needs.model,
          body,
          headers: {
            ...readTraceHeaders(request),
            ...{ accept: '*/*', 'x-request-id': trace.id, [HOP]: '1' },
          },
          idleMs: options.maxSeconds * 1000,
          onEnd({ prompt, completion }) {
            if (completion !== undefined) trace.countTokens(prompt, completion);
            trace.end();
          },
        },
        routes,
        request.signal,
      );
      trace.note({ node: answer.headers.get('x-triptych-node') ?? '' });
      trace.keepOpen();
      return answer;
    },
  };
}

function listModelsOf({ address: { name }, models }: GatewayNode): RemoteModel[] {
  return models.map((model) => ({ ...model, home: name }));
}
