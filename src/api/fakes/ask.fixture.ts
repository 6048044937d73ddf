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
