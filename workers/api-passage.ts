import type { WantedAnswer } from '../src/api/bridge/bridge-messages.ts';
import { isApiPath, isForPeople } from '../src/api/bridge/api-paths.ts';
import { choosePage } from '../src/api/bridge/choose-page.ts';
import { forwardRequest } from '../src/api/bridge/forward-request.ts';
import { answerWithoutPage } from '../src/api/bridge/no-page.ts';
import { EMBED_PAGE } from '../src/api/studio-headers.ts';
import { isAnsweredByServer } from './service-worker-messages.ts';

declare const self: ServiceWorkerGlobalScope;

const scope = () => new URL(self.registration.scope);

/**
 * The API's path that a request asks for, relative to the scope. None where it is a file or a screen
 * of the studio.
 */
export function findApiPath({ url, mode }: Request): string | undefined {
  const { origin, pathname, search } = new URL(url);
  const { origin: own, pathname: base } = scope();
  if (origin !== own || !pathname.startsWith(base)) return undefined;
  const path = pathname.slice(base.length);
  if (!isApiPath(path) || (mode === 'navigate' && !isForPeople(path))) return undefined;
  return path + search;
}

/** Whether the server that the studio comes from has the API itself. */
export function isLeftToServer(): boolean {
  return isAnsweredByServer(self.location.href);
}

/** Has a page answer: the models are there, none here. */
export async function passToPage(request: Request, path: string): Promise<Response> {
  const pages = await listPages();
  const page = await choosePage(pages, await describe(request, path, pages.length));
  return page ? forwardRequest(request, path, page) : answerWithoutPage(path);
}

/** The studio's own pages, the most recently used first. */
async function listPages(): Promise<readonly WindowClient[]> {
  const clients = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const { pathname: base } = scope();
  return clients.filter(({ url, frameType }) => {
    const { pathname } = new URL(url);
    const isStudio = ['', 'index.html', EMBED_PAGE].includes(pathname.slice(base.length));
    return isStudio && frameType !== 'nested';
  });
}

/** The model is only looked for where there is a choice. */
async function describe(request: Request, path: string, pages: number): Promise<WantedAnswer> {
  const isJson = request.headers.get('content-type')?.includes('json') ?? false;
  if (pages < 2 || !isJson) return { path };
  const body: unknown = await request
    .clone()
    .json()
    .catch(() => null);
  const model = typeof body === 'object' && body !== null && 'model' in body ? body.model : null;
  return { path, ...(typeof model === 'string' && { model }) };
}
