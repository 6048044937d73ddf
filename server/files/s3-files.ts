import { AwsClient } from 'aws4fetch';
import { checkName, type FileStore } from './file-store.ts';

export interface S3Options {
  /** Of the bucket, with a prefix where there is one: `https://host/bucket/prefix`. */
  url: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Default `us-east-1`, which most stores other than Amazon's take for any. */
  region?: string;
  /** Of one request. Default a minute. */
  timeoutMs?: number;
}

/** Files in a bucket of any store that speaks S3. Requests that fail on the way are repeated. */
export function createS3Files({
  url,
  accessKeyId,
  secretAccessKey,
  region = 'us-east-1',
  timeoutMs = 60_000,
}: S3Options): FileStore {
  const client = new AwsClient({
    ...{ accessKeyId, secretAccessKey, region, service: 's3', retries: 3 },
  });
  async function ask(
    method: 'GET' | 'PUT' | 'DELETE',
    name: string,
    body?: Uint8Array,
  ): Promise<Response> {
    const response = await client.fetch(`${url.replace(/\/$/, '')}/${checkName(name)}`, {
      method,
      signal: AbortSignal.timeout(timeoutMs),
      ...(body && { body: new Uint8Array(body) }),
    });
    if (response.ok || (response.status === 404 && method !== 'PUT')) return response;
    await response.body?.cancel();
    throw new Error(
      `The store at ${new URL(url).host} answered ${method} with ${response.status}.`,
    );
  }
  return {
    put: async (name, bytes) => void (await ask('PUT', name, bytes)).body?.cancel(),
    async get(name) {
      const response = await ask('GET', name);
      if (response.ok) return new Uint8Array(await response.arrayBuffer());
      await response.body?.cancel();
      return undefined;
    },
    remove: async (name) => void (await ask('DELETE', name)).body?.cancel(),
  };
}
