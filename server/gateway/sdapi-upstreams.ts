import type { ServedModel } from '../../src/api/services.ts';
import type {
  DiffusionEngine,
  ImageEvent,
  ImageRequest,
} from '../../src/engine/diffusion/diffusion-engine.ts';
import { EngineError } from '../../src/engine/errors.ts';
import type { PixelImage } from '../../src/engine/images/pixel-image.ts';
import type { ImageManifest } from '../../src/engine/models/manifest.ts';
import { findRoutes } from './find-route.ts';
import { createGatewayNode, type GatewayNode, type Outcome } from './gateway-node.ts';
import type { UpstreamAddress } from '../upstreams/upstream-address.ts';
import { describeSdapiModel } from '../upstreams/sdapi/describe-sdapi-model.ts';
import { probeSdapi } from '../upstreams/sdapi/probe-sdapi.ts';
import { createSdapiEngine } from '../upstreams/sdapi/sdapi-engine.ts';

export interface SdapiUpstreamsOptions {
  upstreams: readonly UpstreamAddress[];
  decodePicture(file: Blob, signal: AbortSignal): Promise<PixelImage>;
  maxSeconds: number;
  pollMs?: number;
  log(sentence: string): void;
}

/** Image models of all servers of AUTOMATIC1111's API, as one engine. */
export interface SdapiUpstreams extends Pick<DiffusionEngine, 'generate'> {
  listModels(): Promise<readonly ServedModel[]>;
  has(model: string): boolean;
  readonly nodes: readonly GatewayNode[];
  end(): void;
}

const PROBE_EVERY_MS = 5000;

interface SdapiNode {
  node: GatewayNode;
  manifests: Map<string, ImageManifest>;
  engine: Pick<DiffusionEngine, 'generate'>;
}

export function openSdapiUpstreams(options: SdapiUpstreamsOptions): SdapiUpstreams {
  const all = options.upstreams.map((upstream) => openNode(upstream, options));
  const probeAll = () => Promise.all(all.map(({ node }) => node.probe()));
  const known = probeAll();
  const timer = setInterval(() => void probeAll(), PROBE_EVERY_MS);
  timer.unref();
  const nodes = all.map(({ node }) => node);
  const findAll = (model: string) =>
    findRoutes({ model, task: 'image', capabilities: [] }, nodes).flatMap(({ node }) =>
      all.filter((each) => each.node === node),
    );
  return {
    nodes,
    end: () => clearInterval(timer),
    has: (model) => all.some(({ manifests }) => manifests.has(model)),
    async listModels() {
      await known;
      return all
        .filter(({ node }) => node.isUp)
        .flatMap(({ node, manifests }) =>
          [...manifests.values()].map((manifest) => ({
            manifest,
            home: node.address.name,
            installedAt: 0,
          })),
        );
    },
    async *generate(request, signal) {
      await known;
      yield* drawOnFirst(findAll(request.model), request, signal);
    },
  };
}

function openNode(upstream: UpstreamAddress, options: SdapiUpstreamsOptions): SdapiNode {
  const manifests = new Map<string, ImageManifest>();
  const node = createGatewayNode(
    upstream,
    async (address, signal) => {
      const report = await probeSdapi(address, signal);
      manifests.clear();
      for (const model of report.checkpoints)
        manifests.set(model.model_name, describeSdapiModel(address.name, model));
      return report;
    },
    options.log,
  );
  const find = (model: string) => manifests.get(model);
  return { node, manifests, engine: createSdapiEngine({ ...options, upstream, find }) };
}

/** Another node draws only while nothing was seen of the picture. */
async function* drawOnFirst(
  nodes: readonly SdapiNode[],
  request: ImageRequest,
  signal: AbortSignal,
): AsyncGenerator<ImageEvent> {
  for (const { node, engine } of nodes) {
    const settle = node.begin();
    let wasSeen = false;
    let outcome: Outcome = 'left';
    let why: string | undefined;
    try {
      for await (const event of engine.generate(request, signal)) {
        wasSeen ||= event.type !== 'generation-start';
        yield event;
      }
      outcome = 'answered';
      return;
    } catch (thrown) {
      const { code, message } = EngineError.from(thrown);
      if (code === 'network_unreachable') outcome = 'failed';
      why = message;
      if (outcome !== 'failed' || wasSeen) throw thrown;
    } finally {
      settle(outcome, why);
    }
  }
  throw new EngineError(
    'network_unreachable',
    `No server that has ${request.model} answers. Try again in a moment.`,
  );
}
