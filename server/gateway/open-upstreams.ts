import type { Forwarder } from '../../src/api/http/forwarder.ts';
import type { RemoteModel, ServedModel } from '../../src/api/services.ts';
import type { PixelImage } from '../../src/engine/images/pixel-image.ts';
import { createGateway } from './gateway.ts';
import type { GatewayNode } from './gateway-node.ts';
import { openSdapiUpstreams, type SdapiUpstreams } from './sdapi-upstreams.ts';
import type { UpstreamAddress, UpstreamKind } from '../upstreams/upstream-address.ts';

export interface UpstreamsOptions {
  addresses: readonly UpstreamAddress[];
  /** What this server runs itself. */
  listLocal(): Promise<readonly ServedModel[]>;
  decodePicture(file: Blob, signal: AbortSignal): Promise<PixelImage>;
  /** Seconds that one request may compute. */
  maxSeconds: number;
  log(sentence: string): void;
}

/** All servers behind this one. */
export interface Upstreams {
  /** Absent if no upstream speaks OpenAI's API. */
  forwarder?: Forwarder;
  listRemoteModels(): Promise<readonly RemoteModel[]>;
  images: SdapiUpstreams;
  nodes: readonly GatewayNode[];
  end(): void;
}

export function openUpstreams(options: UpstreamsOptions): Upstreams {
  const ofKind = (kind: UpstreamKind) => options.addresses.filter((each) => each.kind === kind);
  const images = openSdapiUpstreams({ ...options, upstreams: ofKind('sdapi') });
  if (ofKind('openai').length === 0)
    return { images, nodes: images.nodes, listRemoteModels: async () => [], end: images.end };
  const gateway = createGateway({
    ...options,
    upstreams: ofKind('openai'),
    listLocalIds: async () => (await options.listLocal()).map(({ manifest }) => manifest.id),
  });
  return {
    images,
    nodes: [...gateway.nodes, ...images.nodes],
    forwarder: gateway,
    listRemoteModels: gateway.listModels,
    end() {
      images.end();
      gateway.end();
    },
  };
}
