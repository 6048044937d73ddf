import { createApi, type ApiOptions } from '../create-api.ts';
import type { RequestEntry } from '../http/request-trace.ts';
import { createFakeServices } from './fake-services.fixture.ts';

/** The API over fake engines, what they were asked, and the log of requests. */
export function startFakeApi(
  options: ApiOptions = {},
  services: ReturnType<typeof createFakeServices> = createFakeServices(),
) {
  const ended: RequestEntry[] = [];
  const onRequestEnd = (entry: RequestEntry) => void ended.push(entry);
  const api = createApi(services, { onRequestEnd, ...options });
  const post = (path: string, body: object, init: RequestInit = {}) =>
    api.request(path, {
      method: 'POST',
      ...(body instanceof FormData
        ? { body }
        : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
      ...init,
    });
  return { ...services, services, api, post, ended };
}

/** The events of a stream, each with its name, if it has one. */
export async function readEvents(
  response: Response,
): Promise<{ event?: string; id?: string; data: unknown }[]> {
  const blocks = (await response.text()).split('\n\n').filter((block) => block !== '');
  return blocks.map((block) => {
    const lines = block.split('\n').map((line) => line.split(/: (.*)/s) as [string, string]);
    const { data = '', ...rest } = Object.fromEntries(lines);
    return { ...rest, data: data.startsWith('{') ? (JSON.parse(data) as unknown) : data };
  });
}
