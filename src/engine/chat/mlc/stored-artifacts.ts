import { EngineError } from '../../errors.ts';
import type { WeightCache } from '../../models/store/weight-store.ts';

/** What web-llm's loader calls of the Cache API. */
interface ArtifactCache {
  match(request: Request | string): Promise<Response | undefined>;
  add(request: Request | string): Promise<void>;
  put(request: Request | string, response: Response): Promise<void>;
  delete(request: Request | string): Promise<boolean>;
  keys(): Promise<Request[]>;
}

/**
 * The Cache API over the weight store, as web-llm's loader uses it (`cacheBackend: 'cache'`):
 * downloaded models are read from there, stored and checked once. A model's library of kernels is
 * fetched on first use and kept.
 */
export function createStoredArtifacts(weights: WeightCache): {
  open(scope: string): Promise<ArtifactCache>;
} {
  const cache: ArtifactCache = {
    match: (request) => weights.match(addressOf(request)),
    async add(request) {
      const address = addressOf(request);
      const response = await fetchArtifact(
        address,
        typeof request === 'string' ? undefined : request.signal,
      );
      await weights.put(address, response);
    },
    put: (request, response) => weights.put(addressOf(request), response),
    delete: (request) => weights.delete(addressOf(request)),
    keys: async () => (await weights.list()).map(({ key }) => new Request(key)),
  };
  return { open: () => Promise.resolve(cache) };
}

function addressOf(request: Request | string): string {
  return typeof request === 'string' ? request : request.url;
}

async function fetchArtifact(address: string, signal: AbortSignal | undefined): Promise<Response> {
  const file = address.slice(address.lastIndexOf('/') + 1);
  const response = await fetch(address, signal ? { signal } : {}).catch((thrown: unknown) => {
    signal?.throwIfAborted();
    throw new EngineError(
      'network_unreachable',
      `${file} could not be fetched from ${new URL(address).host}`,
      {
        cause: thrown,
        details: { address },
      },
    );
  });
  if (!response.ok)
    throw new EngineError(
      'download_failed',
      `${new URL(address).host} answered ${response.status} for ${file}`,
      {
        details: { address, status: response.status },
      },
    );
  return response;
}
